"""A run that is killed at a chosen moment: nothing of it goes on, not even its tidying up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from sheetship.flow.ports import Shop
from sheetship.flow.run import run
from tests.flow.small_shop import SmallShop, at, no_step


class Killed(BaseException):
    """The power went."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Before or after the nth call of a port's method."""

    port: str
    method: str
    is_after: bool = False
    call: int = 1

    def __str__(self) -> str:
        return f"{'after' if self.is_after else 'before'}_{self.port}_{self.method}_{self.call}"


class _Mortal:
    """A port of which one call is the last."""

    def __init__(self, port: object, moment: Moment) -> None:
        self._port = port
        self._moment = moment
        self._calls = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the port has
        found = getattr(self._port, name)
        return self._dying(found) if name == self._moment.method else found

    def _dying(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def act(*args: object, **named: object) -> object:
            self._calls += 1
            is_last = self._calls == self._moment.call
            if is_last and not self._moment.is_after:
                raise Killed
            answer = method(*args, **named)
            if is_last:
                raise Killed
            return answer

        return act


def mortal(shop: Shop, moment: Moment) -> Shop:
    """The shop, to be killed at that moment."""
    ports: dict[str, Any] = {moment.port: _Mortal(getattr(shop, moment.port), moment)}
    return replace(shop, **ports)


def run_killed(shop: SmallShop, moment: Moment, hours: int = 0) -> None:
    """A run that does not live to see its end."""
    with shop.open() as opened, pytest.raises(Killed):
        run(mortal(opened, moment), at(hours), "小美", approve=lambda _: True, step=no_step)
