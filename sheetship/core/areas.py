"""Whether an address lies in an area that a team wrote: ``新疆``, ``浙江省``, ``黄岩区``, ``Hawaii``.

Compares names only. It never looks an address up: an address whose province cannot be read has no known area.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sheetship.core.model import Recipient

PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东",
    "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏",
    "宁夏", "新疆", "香港", "澳门",
)  # fmt: skip
_TAIL = re.compile(
    r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|地区|省|市|区|县|盟|旗|州)$"
)
_LEVELS = ("省", "市", "区", "县", "州", "盟", "旗")
_LIST = re.compile(r"[、,;，；/|\n]+")
_AREA_AT_MOST = 30


@lru_cache(maxsize=4096)
def short_area(name: str) -> str:
    """The name without its level, as people write it.

    >>> short_area("新疆维吾尔自治区"), short_area("黄岩区"), short_area("沙市"), short_area("New York")
    ('新疆', '黄岩', '沙市', 'new york')
    """
    plain = name.strip().casefold()
    short = _TAIL.sub("", plain)
    return short if len(short) > 1 else plain


def split_areas(text: str) -> tuple[str, ...]:
    """The areas of one cell, parted by any of 、,;，；/| or a new line."""
    return tuple(area.strip() for area in _LIST.split(text) if area.strip())


def province(recipient: Recipient) -> str:
    """The province in short form, read from its cell, else from the front of the address; empty when unknown."""
    if recipient.province.strip():
        return short_area(recipient.province)
    if recipient.is_abroad:
        return ""
    return _province_in_front(recipient.address)


@lru_cache(maxsize=16384)
def _province_in_front(address: str) -> str:
    front = address.strip().removeprefix("中国").lstrip()
    return next((name for name in PROVINCES if front.startswith(name)), "")


def is_in(area: str, recipient: Recipient) -> bool:
    """True when the recipient's country, province, city or district is that area."""
    wanted = short_area(area)
    named = (province(recipient), short_area(recipient.city), short_area(recipient.district))
    if wanted in named or wanted == recipient.country.strip().casefold():
        return True
    return _is_written(wanted, recipient)


def _is_written(wanted: str, recipient: Recipient) -> bool:
    """A city or district named in an address that has no cells of its own for them."""
    if recipient.city.strip() or recipient.is_abroad:
        return False
    front = recipient.address[:_AREA_AT_MOST]
    return any(wanted + level in front for level in _LEVELS)
