"""The fields that templates may use, made from a line and what was decided for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sheetship.core.catalogue import Sender, Supplier
from sheetship.core.model import Issue, Line, Parcel
from sheetship.core.plan import Value
from sheetship.core.purchase import PurchaseLine, PurchaseOrder


def purchase_row(
    purchase: PurchaseLine, supplier: Supplier, sender: Sender, account: str, courier: str
) -> dict[str, Value]:
    """A row of a supplier's sheet or a courier file."""
    issue = purchase.issue
    return {
        **_line_fields(purchase.line),
        **_issue_fields(issue),
        **_sender_fields(_closest(supplier.sender, sender)),
        "account_number": account,
        "courier": courier,
    }


def parcel_row(
    line: Line, parcel: Parcel, *, quantity: int, courier: str, upload_name: str, link: str
) -> dict[str, Value]:
    """A row of a channel upload or a customer message; ``quantity`` counts ordered units."""
    return {
        **_line_fields(line),
        "token": parcel.token,
        "quantity": quantity,
        "courier": courier,
        "courier_code": parcel.courier,
        "upload_name": upload_name,
        "tracking_number": parcel.number,
        "tracking_url": link,
        "shipped_at": parcel.at,
    }


def line_row(line: Line) -> dict[str, Value]:
    """A row about a line that has no parcel yet."""
    return _line_fields(line)


def cancel_row(issue: Issue, fields: Mapping[str, str], lang: str) -> dict[str, Value]:
    """A row of the sheet that asks a supplier not to send a line."""
    return {
        "line_key": issue.line_key,
        "order_id": fields.get("order_id", ""),
        "product": fields.get("product", ""),
        "variant": fields.get("variant", ""),
        "recipient_name": fields.get("recipient_name", ""),
        **_issue_fields(issue),
        "reason": "采购单作废" if lang == "zh" else "purchase order withdrawn",
    }


def payment_row(order: PurchaseOrder) -> dict[str, Value]:
    """A row of the payment list: one purchase order."""
    issues = [purchase.issue for purchase in order.lines]
    return {
        "po_number": order.number,
        "supplier": order.supplier.name,
        "supplier_code": order.supplier.code,
        "quantity": sum(issue.units for issue in issues),
        "cost": sum((issue.cost for issue in issues), Decimal(0)),
        "currency": issues[0].currency,
        "terms": order.supplier.account_days,
        "lines": len(issues),
    }


def _line_fields(line: Line) -> dict[str, Value]:
    who, address = line.recipient, line.recipient.address
    first, last = _names(who.name)
    address = who.address
    return {
        "line_key": line.key,
        "order_id": line.order_id,
        "line_id": line.line_id,
        "shop": line.shop,
        "platform": line.platform,
        "sku": line.sku,
        "product": line.product or line.sku,
        "variant": line.variant,
        "order_quantity": line.quantity,
        "line_quantity": line.quantity,
        "recipient_name": who.name,
        "first_name": first,
        "last_name": last,
        "company": who.company,
        "phone": who.phone,
        "province": who.province,
        "city": who.city,
        "district": who.district,
        "street": who.street,
        "address": address,
        "postcode": who.postcode,
        "country": who.country,
        "recipient_block": "，".join(part for part in (who.name, who.phone, address) if part),
        "buyer_note": line.buyer_note,
        "seller_note": line.seller_note,
        "ordered_at": line.ordered_at,
        "ship_by": line.ship_by,
        "currency": line.currency,
        "unit_price": line.unit_price,
        "paid": line.paid,
    }


def _issue_fields(issue: Issue) -> dict[str, Value]:
    return {
        "token": issue.token,
        "po_number": issue.po_number,
        "supplier_sku": issue.supplier_sku,
        "quantity": issue.units,
        "unit_cost": issue.cost / issue.units if issue.units else None,
        "cost": issue.cost,
        "currency": issue.currency,
    }


def _sender_fields(sender: Sender) -> dict[str, Value]:
    return {
        "sender_name": sender.name,
        "sender_phone": sender.phone,
        "sender_province": sender.province,
        "sender_city": sender.city,
        "sender_district": sender.district,
        "sender_address": sender.address,
    }


def _closest(own: Sender, shop: Sender) -> Sender:
    return own if own.name else shop


def _names(whole: str) -> tuple[str, str]:
    """First and last name; a name in one word stands in both places, as couriers ask for both.

    >>> _names("Ada King Lovelace"), _names("张三")
    (('Ada King', 'Lovelace'), ('张三', '张三'))
    """
    first, _, last = whole.strip().rpartition(" ")
    return (first, last) if first else (last, last)


def sums(rows: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
    """Quantity and cost of all the rows."""
    quantities = (row.get("quantity") for row in rows)
    costs = (row.get("cost") for row in rows)
    return {
        "quantity": sum(quantity for quantity in quantities if isinstance(quantity, int)),
        "cost": sum((cost for cost in costs if isinstance(cost, Decimal)), Decimal(0)),
    }


def totals(rows: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
    """The document fields that sum the rows."""
    summed = sums(rows)
    return {
        "totals.quantity": summed["quantity"],
        "totals.cost": summed["cost"],
        "totals.currency": rows[0].get("currency", "") if rows else "",
        "po.lines": len(rows),
    }
