"""``when`` cells of the rules tab: an expression over an order line, read once and asked for every line.

Scalars only: the line's own values under Chinese or English names, numbers, quoted text, comparisons, and/or/not,
+ - * / and a handful of functions. No attributes, lists, powers or assignments, so a cell can neither reach the
program nor keep it busy. Numbers are ``Decimal`` on both sides. Which rule wins is decided in ``rules.py``.
"""

from __future__ import annotations

import ast
import difflib
import operator
import re
import unicodedata
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from sheetship.core.areas import Place
from sheetship.core.model import Line

if TYPE_CHECKING:
    from simpleeval import SimpleEval

Value = str | Decimal | None

_VALUES: Mapping[str, Callable[[Line], Value]] = {
    "quantity": lambda line: None if line.quantity is None else Decimal(line.quantity),
    "amount": lambda line: line.income,
    "unit_price": lambda line: line.unit_price,
    "currency": lambda line: line.currency,
    "platform": lambda line: line.platform,
    "shop": lambda line: line.shop,
    "sku": lambda line: line.sku,
    "product": lambda line: line.product,
    "variant": lambda line: line.variant,
    "country": lambda line: line.recipient.country,
    "province": lambda line: line.recipient.province,
    "city": lambda line: line.recipient.city,
    "district": lambda line: line.recipient.district,
    "buyer_note": lambda line: line.buyer_note,
    "seller_note": lambda line: line.seller_note,
}
_ZH_NAMES: Mapping[str, str] = {
    "数量": "quantity", "金额": "amount", "实付": "amount", "单价": "unit_price", "币种": "currency", "平台": "platform",
    "店铺": "shop", "商品编码": "sku", "商品": "product", "规格": "variant", "国家": "country", "省": "province",
    "市": "city", "区县": "district", "买家留言": "buyer_note", "卖家备注": "seller_note",
}  # fmt: skip
_ZH_FUNCTIONS = {
    "包含": "contains",
    "开头是": "starts",
    "结尾是": "ends",
    "任一": "any_of",
    "长度": "length",
    "在": "area",
}
FUNCTIONS = ("contains", "starts", "ends", "any_of", "length", "area")
NAMES: tuple[str, ...] = (*_ZH_NAMES, *_VALUES, *_ZH_FUNCTIONS, *FUNCTIONS)
"""Every word that a ``when`` cell may use."""

_OPERATORS: Mapping[type[ast.AST], Callable[..., object]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Not: operator.not_,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda part, whole: part in whole, ast.NotIn: lambda part, whole: part not in whole,
}  # fmt: skip
_SHAPES = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.BinOp, ast.Compare, ast.Call, ast.Name, ast.Load,
)  # fmt: skip
_ALLOWED = (*_SHAPES, ast.Constant, *_OPERATORS)
_MOST_CHARACTERS = 400
_MOST_NODES = 120
_QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
_LONE_EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
_QUOTES = str.maketrans("“”„‘’「」", '"""\'\'""')
_WORDS = (
    (re.compile("并且|而且|且"), " and "),
    (re.compile("或者|或"), " or "),
    (re.compile("≥"), ">="),
    (re.compile("≤"), "<="),
    (re.compile("≠"), "!="),
)


class ConditionError(ValueError):
    """A ``when`` cell that cannot be used: the code of a finding and the values of its sentence."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Condition:
    """A ``when`` cell that was understood; two are equal when their text is."""

    text: str
    tree: ast.expr = field(compare=False, repr=False)


def read_condition(text: str) -> Condition:
    """The condition in a cell.

    Raises:
        ConditionError: ``=`` for ``==``, an unknown word, a forbidden form, text against number, or no expression.
    """
    plain = _plain(text)
    if len(plain) > _MOST_CHARACTERS:
        raise ConditionError("CAT-21", when=f"{plain[:40]}…")
    tree = _parse(plain)
    _refuse_forbidden(tree, plain)
    condition = Condition(text.strip(), tree.body)
    _try(condition)
    return condition


def _plain(text: str) -> str:
    """Width folded, Chinese quotes and connecting words turned into those of the expression, quoted text left alone."""
    folded = unicodedata.normalize("NFKC", text.translate(_QUOTES)).strip()
    parts = _QUOTED.split(folded)
    for at in range(0, len(parts), 2):
        if _LONE_EQUALS.search(parts[at]):
            raise ConditionError("CAT-20", when=folded)
        for word, meant in _WORDS:
            parts[at] = word.sub(meant, parts[at])
    return "".join(parts).strip()


def _parse(plain: str) -> ast.Expression:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(plain, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ConditionError("CAT-21", when=plain) from None
    return ast.fix_missing_locations(_Exact().visit(tree))  # type: ignore[no-any-return]


class _Exact(ast.NodeTransformer):
    """Numbers become ``Decimal`` as written, Chinese names the English ones."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return ast.Constant(Decimal(repr(node.value)))  # type: ignore[arg-type]
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(_ZH_NAMES.get(node.id) or _ZH_FUNCTIONS.get(node.id, node.id), node.ctx)


def _refuse_forbidden(tree: ast.Expression, plain: str) -> None:
    nodes = list(ast.walk(tree))
    if len(nodes) > _MOST_NODES:
        raise ConditionError("CAT-21", when=f"{plain[:40]}…")
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        if not isinstance(node, _ALLOWED):
            raise ConditionError("CAT-23", when=plain)
        if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
            raise ConditionError("CAT-23", when=plain)
        if isinstance(node, ast.Constant) and not isinstance(node.value, str | Decimal):
            raise ConditionError("CAT-23", when=plain)
        if isinstance(node, ast.Name) and node.id not in (FUNCTIONS if id(node) in called else _VALUES):
            raise ConditionError("CAT-22", name=node.id, nearest=_nearest(node.id), names="、".join(NAMES))


def _nearest(name: str) -> str:
    return next(iter(difflib.get_close_matches(name, NAMES, n=1, cutoff=0.0)), "")


def _try(condition: Condition) -> None:
    """Asks a made-up line, so that text compared with a number is told before any order meets it."""
    sample = Line(key="", platform="x", shop="x", order_id="x", quantity=2, unit_price=Decimal(2))
    asker = Asker()
    try:
        asker.turn_to(sample, Place((), ""))
        asker.ask(condition)
    except ArithmeticError:
        return
    except TypeError:
        raise ConditionError("CAT-24", when=condition.text) from None


class Asker:
    """Asks conditions of one line after another; made once a run, because making an evaluator takes longer than asking."""

    def __init__(self) -> None:
        from simpleeval import SimpleEval

        self._place = Place((), "")
        self._values = _Values()
        functions = {**_FUNCTIONS, "area": self._lies_in}
        self._evaluator: SimpleEval = SimpleEval(dict(_OPERATORS), functions, self._values)

    def turn_to(self, line: Line, place: Place) -> None:
        """The line that is asked from now on."""
        self._place = place
        self._values.line = line

    def meets(self, condition: Condition) -> bool:
        """True when the condition holds for the line.

        Raises:
            ConditionError: it cannot be answered for this line (an amount that is not known, a division by zero).
        """
        try:
            return self.ask(condition)
        except (TypeError, ArithmeticError):
            raise ConditionError("ORD-52", when=condition.text) from None

    def ask(self, condition: Condition) -> bool:
        """The bare answer.

        Raises:
            TypeError: text meets a number, or a value is not known.
            ArithmeticError: a division by zero and its like.
        """
        return bool(self._evaluator.eval(condition.text, condition.tree))

    def _lies_in(self, *areas: object) -> bool:
        return any(self._place.is_in(str(area)) for area in areas)


class _Values:
    """The values of a line under their English names, read only when an expression asks for them."""

    line: Line

    def __getitem__(self, name: str) -> Value:
        value = _VALUES[name](self.line)
        return (
            unicodedata.normalize("NFKC", value) if isinstance(value, str) and not value.isascii() else value
        )


_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "contains": lambda text, *words: any(str(word) in str(text) for word in words),
    "starts": lambda text, *words: any(str(text).startswith(str(word)) for word in words),
    "ends": lambda text, *words: any(str(text).endswith(str(word)) for word in words),
    "any_of": lambda value, *choices: value in choices,
    "length": lambda text: Decimal(len(str(text))),
}
