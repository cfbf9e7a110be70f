"""Messages: text with fields, conditions and one loop over the lines; everything else is refused before it runs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sheetship.core.documents import Value
from sheetship.core.findings import SheetShipError
from sheetship.xlsx.fill_template import Mark
from sheetship.xlsx.fill_values import as_text

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

LINES = "lines"
RULE = f"\n{'─' * 40}\n\n"
_FILTERS = frozenset({"default", "join", "length", "lower", "trim", "upper"})
_ALLOWED = frozenset({
    "Template", "Output", "TemplateData", "Name", "Getattr", "Const", "If", "For", "CondExpr", "Compare", "Operand",
    "And", "Or", "Not", "Concat", "Filter",
})  # fmt: skip


def text_marks(text: str, file: str) -> list[Mark]:
    """The fields of a message, the line of the file standing for a cell.

    Raises:
        SheetShipError: TPL-16 something a message may not use, TPL-17 syntax.
    """
    from jinja2 import TemplateSyntaxError

    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as error:
        row = str(error.lineno)
        raise SheetShipError("TPL-17", file, file=file, row=row, reason=error.message or "") from error
    return list(_marks(tree, file, {"line"}))


def _environment() -> "Environment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(  # plain text: nothing to escape
        undefined=StrictUndefined, finalize=as_text, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip


def _marks(node: "nodes.Node", file: str, lines: set[str]) -> Iterator[Mark]:
    """Every field below a node; ``lines`` are the names that stand for a line there."""
    from jinja2 import nodes as kinds

    _refuse_unlisted(node, file)
    if isinstance(node, kinds.For):
        lines = lines | {_loop_name(node, file)}
        children: Sequence[nodes.Node] = (*node.body, *node.else_)
    elif isinstance(node, kinds.Getattr):
        owner = node.node.name if isinstance(node.node, kinds.Name) else ""
        if not owner:
            raise _not_allowed(node, file)
        repeats = owner in lines
        yield Mark(str(node.lineno), node.attr if repeats else f"{owner}.{node.attr}", repeats)
        return
    elif isinstance(node, kinds.Name):
        if node.name != LINES:
            yield Mark(str(node.lineno), node.name, repeats=False)
        return
    else:
        children = list(node.iter_child_nodes())
    for child in children:
        yield from _marks(child, file, lines)


def _refuse_unlisted(node: "nodes.Node", file: str) -> None:
    is_filter = type(node).__name__ == "Filter"
    if type(node).__name__ not in _ALLOWED or (is_filter and getattr(node, "name", "") not in _FILTERS):
        raise _not_allowed(node, file)


def _loop_name(node: "nodes.For", file: str) -> str:
    """The name that a loop gives to a line; the only thing to loop over is ``lines``."""
    over, name = getattr(node.iter, "name", ""), getattr(node.target, "name", "")
    if over != LINES or not name or node.test or node.recursive:
        raise _not_allowed(node, file)
    return str(name)


def _not_allowed(node: "nodes.Node", file: str) -> SheetShipError:
    what = getattr(node, "name", None) or getattr(node, "attr", None) or type(node).__name__
    return SheetShipError("TPL-16", file, file=file, row=str(node.lineno), what=str(what))


def messages(text: str, fields: Mapping[str, Value], orders: Sequence[Sequence[Mapping[str, Value]]]) -> str:
    """One message for each order, a rule between them; nobody's message ever shows another order."""
    message = _environment().from_string(text)
    owned = _by_owner(fields)
    # ``line`` is the order's first line. Fields and text were checked by ``text_marks``.
    return RULE.join(message.render(**owned, line=lines[0], lines=lines) for lines in orders)


def _by_owner(fields: Mapping[str, Value]) -> dict[str, Any]:
    """The fields as a message names them: ``shop.name`` is the name of the shop."""
    nested: dict[str, Any] = {}
    for name, value in fields.items():
        owner, _, part = name.partition(".")
        if part:
            nested.setdefault(owner, {})[part] = value
        else:
            nested[name] = value
    return nested
