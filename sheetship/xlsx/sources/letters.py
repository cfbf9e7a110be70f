"""How likely a text is Chinese or Japanese as people write it: the evidence by which one encoding is told from another.

It holds the letters that fill sheets of orders, and which letters each national standard ranks as common. It decides
nothing: `encodings` compares.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Final

_BOTH: Final = "，。：；（）！？、《》“”—【】·￥"
_SIMPLIFIED: Final = (
    _BOTH
    + "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "订单号编商品名称数量价格金额收件姓电话手机省市区县详细址乡镇村街道路弄楼栋室层房小花园社广场幢"
    "快递运费物流状态备注买家卖店铺付款间日期规色尺码元支总实优惠供应厂货批次下支待已完成交易退换取消"
    "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁叶江苏浙北京海南广东深圳河湖山西安四川重庆"
    "红蓝白黑绿灰粉套装包杯垫盒瓶条双只袋斤克升米请送放门口尽先不要电联系谢明天早好没无缺回知道收错补换"
    "顺丰圆通申通中通韵达极兔德邦京东邮政苹果毛巾耳机鞋衣裤帽袜一二三四五六七八九十女男童"
)
_TRADITIONAL: Final = (
    _BOTH
    + "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "訂單號編商品名稱數量價格金額收件姓電話手機省市區縣詳細址鄉鎮村街道路弄樓棟室層房小花園社廣場巷段"
    "快遞運費物流狀態備註買家賣店鋪付款間日期規色尺碼元支總實優惠供應廠貨批次待已完成交易退換取消"
    "張王李趙劉陳楊黃周吳徐孫馬朱胡郭何高林羅鄭梁謝宋唐許鄧馮韓曹曾彭蕭蔡潘田董袁葉臺台北高雄新竹桃園南中東灣香港九龍"
    "紅藍白黑綠灰粉套裝包杯墊盒瓶條雙只袋斤克升米請送放門口儘先聯繫謝明天早"
)
_JAPANESE: Final = (
    "、。・「」ー（）～＠"
    "注文番号商品名数量価格金額合計送料税込配送先氏郵便住所電話届都道府県市区町村東京大阪北海神奈川愛知福岡埼玉千葉"
    "兵庫京城茨広島新潟宮長野静木群馬岡山日本年月時分円個枚様方階棟室丁目地付発店舗備考状態希望支払代引済会社株式"
    "佐藤鈴高橋田中伊渡辺本村小林加吉山口松井上木清崎斎阿部森池石前原後近坂遠青三二一四五六七八九十人出入手箱色"
)


@dataclass(frozen=True, slots=True)
class Script:
    """One encoding with the probability of each class of its letters."""

    encoding: str
    class_of: Callable[[str], str]
    chances: Mapping[str, float]
    """By class: the natural logarithm of the probability of any one letter in it."""

    def likelihood(self, text: str) -> float:
        """Return the logarithm of the probability that people write these words."""
        return sum(
            times * (ASCII if letter < "\x80" else self.chances[self.class_of(letter)])
            for letter, times in _letters(text).items()
        )

    def is_plausible(self, text: str) -> bool:
        """Whether most letters beyond ASCII are such as people use at all."""
        classes = Counter(self.class_of(letter) for letter in _letters(text) if letter >= "\x80")
        return 2 * classes["rare"] <= classes.total()


def words(text: str) -> set[str]:
    """Return the words of a text: saying one again proves nothing new."""
    return set(_BETWEEN_WORDS.split(text))


def _letters(text: str) -> Counter[str]:
    return Counter("".join(words(text)))


_NEIGHBOURS: Final = frozenset(_SIMPLIFIED + _TRADITIONAL + _JAPANESE)
"""Letters that one country uses every day and another now and then."""
ASCII: Final = log(1 / 50)
_BETWEEN_WORDS: Final = re.compile(r"[\x00-\x3f]+")
"""What is never half of a letter in any of these encodings."""


def _chances(**classes: tuple[float, int]) -> dict[str, float]:
    return {name: log(share / size) for name, (share, size) in classes.items()}


def _lead(letter: str, encoding: str) -> int:
    """The first of a letter's two bytes; 0 where the standard does not have it or spends one byte on it."""
    try:
        spelled = letter.encode(encoding)
    except UnicodeEncodeError:
        return 0
    return spelled[0] if len(spelled) > 1 else 0


def _class_of(
    frequent: frozenset[str], standard: str, symbols_to: int, common_to: int
) -> Callable[[str], str]:
    @cache
    def found(letter: str) -> str:
        if letter in frequent:
            return "frequent"
        lead = _lead(letter, standard)
        if lead and lead <= common_to:
            return "symbol" if lead <= symbols_to else "common"
        return "foreign" if letter in _NEIGHBOURS else "rare"

    return found


_japanese_kanji: Final = _class_of(frozenset(_JAPANESE), "cp932", 0x87, 0x97)


def _japanese(letter: str) -> str:
    if "ぁ" <= letter <= "ヺ":
        return "kana"
    return "half_width" if "｡" <= letter <= "ﾟ" else _japanese_kanji(letter)


SCRIPTS: Final = (
    Script(
        "gb18030",
        _class_of(frozenset(_SIMPLIFIED), "gb2312", 0xA9, 0xD7),
        _chances(
            frequent=(0.6, len(set(_SIMPLIFIED))),
            symbol=(0.02, 680),
            common=(0.37, 3755),
            foreign=(0.01, 600),
            rare=(0.005, 20_000),
        ),
    ),
    Script(
        "big5",
        _class_of(frozenset(_TRADITIONAL), "cp950", 0xA3, 0xC6),
        _chances(
            frequent=(0.6, len(set(_TRADITIONAL))),
            symbol=(0.02, 440),
            common=(0.37, 5401),
            foreign=(0.01, 600),
            rare=(0.005, 8_000),
        ),
    ),
    Script(
        "cp932",
        _japanese,
        _chances(
            kana=(0.4, 170),
            frequent=(0.35, len(set(_JAPANESE))),
            symbol=(0.02, 500),
            common=(0.16, 2965),
            half_width=(0.06, 63),
            foreign=(0.005, 600),
            rare=(0.005, 3_800),
        ),
    ),
)
"""Big5 and GB 18030 as Excel writes them in Taipei and Beijing, Shift-JIS as it writes it in Tokyo."""
