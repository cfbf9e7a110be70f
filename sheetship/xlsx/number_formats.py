"""The codes of the number formats that a workbook uses by their number alone (ECMA-376 part 1, 18.8.30).

27 to 36 and 50 to 58 mean something else in every language; these are the simplified Chinese ones.
"""

from typing import Final

_YEAR_MONTH: Final = 'yyyy"年"m"月"'
_MONTH_DAY: Final = 'm"月"d"日"'
_HALF_DAY: Final = '上午/下午h"时"mm"分"'
_HALF_DAY_SECONDS: Final = '上午/下午h"时"mm"分"ss"秒"'

BUILT_IN_CODES: Final[dict[int, str]] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    27: _YEAR_MONTH,
    28: _MONTH_DAY,
    29: _MONTH_DAY,
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: _HALF_DAY,
    35: _HALF_DAY_SECONDS,
    36: _YEAR_MONTH,
    37: "#,##0 ;(#,##0)",
    38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    50: _YEAR_MONTH,
    51: _MONTH_DAY,
    52: _YEAR_MONTH,
    53: _MONTH_DAY,
    54: _MONTH_DAY,
    55: _HALF_DAY,
    56: _HALF_DAY_SECONDS,
    57: _YEAR_MONTH,
    58: _MONTH_DAY,
}
_SAME_EVERYWHERE: Final = (0, 1, 2, 3, 4, 9, 10, 14, 20, 21, 22, 49)
BUILT_IN_IDS: Final[dict[str, int]] = {BUILT_IN_CODES[number]: number for number in _SAME_EVERYWHERE}
"""Codes that are written by their number: those that mean the same in every language."""
FIRST_OWN_FORMAT: Final = 164
