"""The cascade: which open line a reply item is about, and by what evidence.

Line token, then purchase order, then order number, then name with phone, then name alone. Every field that the item has
must agree with the line; only a unique answer counts. Quantities, couriers and doubled numbers are ``match.py``'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sheetship.core.couriers import compact
from sheetship.core.recipients import is_open_name, name_key, same_name, same_phone
from sheetship.core.reply_items import ReplyItem

NOBODY = "REPLY-10"
SEVERAL = "REPLY-11"
CONTRADICTION = "REPLY-12"
UNKNOWN_TOKEN = "REPLY-18"  # noqa: S105 - a message's code
_COUNT = re.compile(r"[×xX*]\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """A purchase-order line that parcels may come for; ``quantity`` counts what the supplier's sheet counts."""

    token: str
    po_number: str
    line_key: str
    order_id: str
    quantity: int
    sold_by: str = ""
    """Platform and shop: two shops may use the same order numbers."""
    line_id: str = ""
    supplier: str = ""
    supplier_sku: str = ""
    sku: str = ""
    product: str = ""
    name: str = ""
    phone: str = ""
    shipped: tuple[tuple[str, str, int], ...] = ()
    """Courier, number and quantity of every parcel already known. Shipped lines belong here too: they must be known."""
    default_courier: str = ""

    @property
    def remaining(self) -> int:
        """Units that no parcel is known for."""
        return self.quantity - sum(quantity for _, _, quantity in self.shipped)


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of an item; several when an order number stands for all its lines at one supplier."""

    lines: tuple[OpenLine, ...]
    evidence: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why no line was found, and the lines that had been near."""

    code: str
    lines: tuple[OpenLine, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of the cascade: its name in the evidence, its lines, and what else it asks for."""

    name: str
    lines: Callable[[ReplyItem], Sequence[OpenLine]]
    value: Callable[[ReplyItem], str]
    may_be_whole_order: bool = False
    is_proof: bool = True
    """A number of ours; without one, a foreign order number speaks against the line."""


def goods_key(text: str) -> str:
    """A SKU or product name as compared."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


class Lines:
    """The open lines by everything that a reply may call them."""

    def __init__(self, lines: Iterable[OpenLine]) -> None:
        self.all = tuple(sorted(lines, key=lambda line: (line.line_key, line.token)))
        self.by_token = {line.token: line for line in self.all}
        self.by_po = _grouped(self.all, lambda line: (line.po_number,))
        self.by_order = _grouped(self.all, lambda line: (line.order_id, line.line_id))
        self.by_name = _grouped(self.all, lambda line: (name_key(line.name),))
        self.by_number = _grouped(self.all, lambda line: [number for _, number, _ in line.shipped])
        self.order_numbers = {compact(number) for number in self.by_order}
        self.names = [line.name for line in self.all]
        self.orders = [line.order_id for line in self.all]
        self.skus = [line.supplier_sku for line in self.all]
        self._goods = {key for line in self.all for key in _goods(line)}
        self._steps = (
            _Step("token", self._of_token, lambda item: item.token),
            _Step("PO", lambda item: self.by_po.get(item.po_number, ()), lambda item: item.po_number),
            _Step(
                "order",
                lambda item: self.by_order.get(item.order_id, ()),
                lambda item: item.order_id,
                may_be_whole_order=True,
            ),
            _Step("name + phone", self._of_phone, lambda _: "", may_be_whole_order=True, is_proof=False),
            _Step("name", self._of_name, lambda _: "", is_proof=False),
        )

    def find(self, item: ReplyItem) -> Found | NotFound:
        """The lines that the item can only be about."""
        if item.token and item.token not in self.by_token:
            return NotFound(UNKNOWN_TOKEN)
        near: tuple[OpenLine, ...] = ()
        for rank, step in enumerate(self._steps):
            lines = tuple(step.lines(item))
            if not lines:
                continue
            agreeing = tuple(line for line in lines if not self.contradicts(item, line))
            if near:
                agreeing = tuple(line for line in agreeing if line in near)
            if not agreeing:
                return NotFound(CONTRADICTION, tuple(dict.fromkeys((*lines, *near, *self._said(item)))))
            chosen = self._only(step, item, agreeing)
            if chosen:
                return Found(chosen, self._evidence(step, item, chosen), rank)
            near = agreeing
        return NotFound(SEVERAL if len(near) > 1 else NOBODY, near)

    def contradicts(self, item: ReplyItem, line: OpenLine) -> bool:
        """Whether a field of the item means another line, or another person."""
        is_ours = item.token == line.token or (
            bool(item.order_id) and item.order_id in {line.order_id, line.line_id}
        )
        names_agree = not item.name or not line.name or same_name(item.name, line.name)
        phones_differ = same_phone(item.phone, line.phone) is False
        return (
            (item.token in self.by_token and item.token != line.token)
            or (item.po_number in self.by_po and item.po_number != line.po_number)
            or (item.order_id in self.by_order and item.order_id not in {line.order_id, line.line_id})
            or not names_agree
            or (phones_differ and not (is_ours and item.name and line.name))
            or self._is_other_goods(item, line)
        )

    def _is_other_goods(self, item: ReplyItem, line: OpenLine) -> bool:
        said = {goods_key(item.sku), goods_key(item.product)} & self._goods
        return bool(said - _goods(line))

    def _of_token(self, item: ReplyItem) -> Sequence[OpenLine]:
        return (self.by_token[item.token],) if item.token else ()

    def _of_name(self, item: ReplyItem) -> Sequence[OpenLine]:
        return self.by_name.get(name_key(item.name), ()) if is_open_name(item.name) else ()

    def _of_phone(self, item: ReplyItem) -> Sequence[OpenLine]:
        return [line for line in self._of_name(item) if same_phone(item.phone, line.phone)]

    def _said(self, item: ReplyItem) -> Sequence[OpenLine]:
        """Every line that a number of ours in the item names."""
        return [line for step in self._steps if step.is_proof for line in step.lines(item)]

    def _only(self, step: _Step, item: ReplyItem, lines: tuple[OpenLine, ...]) -> tuple[OpenLine, ...]:
        """The one line among these, or all of them where an order number stands for the whole order."""
        of_goods = tuple(line for line in lines if _said_goods(item) & _goods(line))
        says_goods = bool(_said_goods(item))
        if (
            not of_goods
            and not step.is_proof
            and (self._names_foreign(item) or (step.name == "name" and says_goods))
        ):
            return ()
        narrowed = of_goods or lines
        if len(narrowed) == 1:
            return narrowed
        whole = _listed(item, lines) if says_goods else lines
        is_one_order = len({(line.sold_by, line.order_id, line.supplier) for line in whole}) == 1
        return whole if step.may_be_whole_order and is_one_order else ()

    def _names_foreign(self, item: ReplyItem) -> bool:
        """Whether the item carries an order or purchase number that is none of ours."""
        is_foreign_po = bool(item.po_number) and item.po_number not in self.by_po
        return is_foreign_po or (bool(item.order_id) and item.order_id not in self.by_order)

    def _evidence(self, step: _Step, item: ReplyItem, lines: tuple[OpenLine, ...]) -> str:
        parts = [f"{step.name} {step.value(item)}".strip()]
        if step.name != "token" and any(_said_goods(item) & _goods(line) for line in lines):
            parts.append("sku" if goods_key(item.sku) in _goods(lines[0]) else "product")
        if len(lines) > 1:
            parts.append(f"all {len(lines)} lines")
        return " + ".join(parts)


def _listed(item: ReplyItem, lines: Sequence[OpenLine]) -> tuple[OpenLine, ...]:
    """The lines whose goods the product lists one by one, as a shared waybill does: ``茶壶×1、茶杯×2``."""
    goods = [goods_key(_COUNT.sub("", part)) for part in item.product.split("、")]
    meant = tuple(line for line in lines if _goods(line) & set(goods))
    return meant if len(meant) == len(goods) else ()


def _said_goods(item: ReplyItem) -> set[str]:
    return {goods_key(item.sku), goods_key(item.product)} - {""}


def _goods(line: OpenLine) -> set[str]:
    return {goods_key(line.supplier_sku), goods_key(line.sku), goods_key(line.product)} - {""}


def _grouped(
    lines: Iterable[OpenLine], keys: Callable[[OpenLine], Iterable[str]]
) -> dict[str, tuple[OpenLine, ...]]:
    found: defaultdict[str, dict[str, OpenLine]] = defaultdict(dict)
    for line in lines:
        for key in keys(line):
            if key:
                found[key][line.token] = line
    return {key: tuple(group.values()) for key, group in found.items()}
