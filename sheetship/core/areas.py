"""Whether an address lies in an area that a team wrote: ``新疆``, ``浙江省``, ``黄岩区``, ``Hawaii``.

Compares names only. It never looks an address up: an address whose province cannot be read has no known area.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is: the names of its areas in short form, the closest first, and its province.

    ``front`` is the beginning of an address that has no cells of its own for city and district.
    """

    names: tuple[str, ...]
    province: str
    front: str = ""

    def is_in(self, area: str) -> bool:
        """True when the place's district, city, province or country is that area."""
        wanted = short_area(area)
        return wanted in self.names or self.is_written(wanted)

    def is_written(self, short: str) -> bool:
        """True when the front of the address names the area with its level: ``黄岩区`` for ``黄岩``."""
        return bool(self.front) and any(short + level in self.front for level in _LEVELS)


def place_of(recipient: Recipient) -> Place:
    """Where the recipient is, read from the cells, else from the front of the address."""
    cut = not recipient.city.strip() and not recipient.is_abroad
    front = recipient.address[:_AREA_AT_MOST] if cut else ""
    return _place(recipient.district, recipient.city, _province(recipient), recipient.country, front)


@lru_cache(maxsize=16384)
def _place(district: str, city: str, province: str, country: str, front: str) -> Place:
    closest_first = short_area(district), short_area(city), province, country.strip().casefold()
    return Place(tuple(filter(None, closest_first)), province, front)


def _province(recipient: Recipient) -> str:
    if recipient.province.strip():
        return short_area(recipient.province)
    return "" if recipient.is_abroad else _province_in_front(recipient.address)


@lru_cache(maxsize=16384)
def _province_in_front(address: str) -> str:
    front = address.strip().removeprefix("中国").lstrip()
    return next((name for name in PROVINCES if front.startswith(name)), "")
