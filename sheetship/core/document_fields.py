"""The fields that templates may ask for, and what a person calls them in Chinese and English."""

from collections.abc import Mapping
from types import MappingProxyType

FIELDS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "token": ("采购行号", "line token"),
    "po_number": ("采购单号", "PO number"),
    "order_id": ("订单号", "order number"),
    "line_id": ("子订单号", "line number"),
    "shop": ("店铺", "shop"),
    "platform": ("平台", "platform"),
    "supplier": ("供应商", "supplier"),
    "supplier_code": ("供应商代码", "supplier code"),
    "supplier_sku": ("供应商货号", "supplier's SKU"),
    "sku": ("商品编码", "SKU"),
    "product": ("商品名称", "product"),
    "variant": ("规格", "variant"),
    "quantity": ("发货数量", "units to send"),
    "order_quantity": ("订购数量", "quantity ordered"),
    "line_quantity": ("子订单数量", "quantity of the line"),
    "unit_cost": ("采购单价", "unit cost"),
    "cost": ("采购成本", "cost"),
    "currency": ("币种", "currency"),
    "unit_price": ("售价", "unit price"),
    "paid": ("实付金额", "paid"),
    "terms": ("账期天数", "account days"),
    "lines": ("行数", "lines"),
    "recipient_name": ("收件人", "recipient"),
    "first_name": ("收件人名", "first name"),
    "last_name": ("收件人姓", "last name"),
    "company": ("收件公司", "company"),
    "phone": ("电话", "phone"),
    "province": ("省", "state"),
    "city": ("市", "city"),
    "district": ("区县", "district"),
    "street": ("详细地址", "street address"),
    "address": ("完整地址", "whole address"),
    "postcode": ("邮编", "postcode"),
    "country": ("国家", "country"),
    "recipient_block": ("收货信息", "recipient, phone and address"),
    "buyer_note": ("买家留言", "buyer note"),
    "seller_note": ("卖家备注", "seller note"),
    "reason": ("原因", "reason"),
    "ordered_at": ("下单时间", "order time"),
    "ship_by": ("承诺发货时间", "ship-by time"),
    "row_number": ("序号", "row number"),
    "sender_name": ("寄件人", "sender"),
    "sender_phone": ("寄件人电话", "sender's phone"),
    "sender_province": ("寄件省", "sender's state"),
    "sender_city": ("寄件市", "sender's city"),
    "sender_district": ("寄件区县", "sender's district"),
    "sender_address": ("寄件地址", "sender's address"),
    "account_number": ("账号", "account number"),
    "courier": ("快递公司", "courier"),
    "courier_code": ("快递代码", "courier code"),
    "tracking_number": ("运单号", "tracking number"),
    "tracking_url": ("物流查询网址", "tracking address"),
    "shipped_at": ("发货时间", "time shipped"),
    "upload_name": ("回传快递名", "courier name for the upload"),
})  # fmt: skip
"""Fields of a line, as ``{{ line.NAME }}``."""

DOCUMENT_FIELDS: tuple[str, ...] = (
    "po.number", "po.date", "po.lines", "supplier.name", "supplier.code", "shop.name", "run.id",
    "totals.quantity", "totals.cost", "totals.currency", "today",
)  # fmt: skip
"""Fields of the whole file, as ``{{ NAME }}``. A template's own are ``default.NAME`` and ``heading.NAME``."""

FREE_TEXT = frozenset({
    "recipient_name", "first_name", "last_name", "company", "phone", "province", "city", "district", "street", "address",
    "recipient_block", "buyer_note", "seller_note", "reason", "product", "variant", "shop", "supplier",
})  # fmt: skip
"""Fields that outsiders can fill with anything."""
