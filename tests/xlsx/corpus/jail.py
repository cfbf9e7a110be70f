"""A child process that may die, hang or eat memory without harm to the run; it is started anew when it has."""

import multiprocessing
import resource
import traceback
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self, TypeVar

Answer = TypeVar("Answer")


class Died(Exception):  # noqa: N818 - an answer more than an error
    """The child is gone: it aborted, was killed for memory, or took too long."""


class Raised(Exception):  # noqa: N818 - an answer more than an error
    """The function raised something; the text is its traceback."""


class Jail:
    """Runs functions in a child, one after the other."""

    def __init__(self, *, seconds: float, megabytes: int) -> None:
        self.seconds = seconds
        self._megabytes = megabytes
        self._child: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def call(self, function: Callable[..., Answer], *arguments: object) -> Answer:
        """Return what the function returns. Raises Died or Raised."""
        line = self._started()
        try:
            line.send((function, arguments))
            if not line.poll(self.seconds):
                self.end()
                raise Died(f"took more than {self.seconds:g} seconds")
            answer, failure = line.recv()
        except (EOFError, OSError) as error:
            self.end()
            raise Died("ended without an answer") from error
        if failure:
            raise Raised(failure)
        result: Answer = answer
        return result

    def _started(self) -> Connection:
        if self._line is None:
            context = multiprocessing.get_context("spawn")
            self._line, other = context.Pipe()
            self._child = context.Process(target=_serve, args=(other, self._megabytes), daemon=True)
            self._child.start()
            other.close()
        return self._line

    def end(self) -> None:
        """Kill the child, if there is one; the next call starts another."""
        if self._child is not None and self._line is not None:
            self._line.close()
            self._child.kill()
            self._child.join()
        self._child = self._line = None


def _serve(line: Connection, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2, megabytes * 1024**2))
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            function, arguments = line.recv()
        except EOFError:
            return
        line.send(_answer(function, arguments))


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, str]:
    try:
        return function(*arguments), ""
    except Exception:  # noqa: BLE001 - whatever it is, the run wants to hear of it
        return None, traceback.format_exc(limit=-6)
