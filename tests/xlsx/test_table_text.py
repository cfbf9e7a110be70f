"""Text of any encoding: marks, strict UTF-8, declarations, then evidence; where it is not enough, a refusal."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetship.xlsx.errors import CODES, XlsxError
from sheetship.xlsx.sources import read_tabs
from sheetship.xlsx.sources.encodings import decode
from sheetship.xlsx.table import read_table

SIMPLIFIED = "订单号,收件人,地址\n1,张小米,浙江省杭州市西湖区文一西路1号\n"
TRADITIONAL = "訂單編號,收件人,地址\n1,張小米,台北市信義區市府路45號\n"
JAPANESE = "注文番号,氏名,住所\n1,佐藤花子,東京都千代田区丸の内\n"
WORDS = {
    "gb18030": "蓝牙耳机/保温杯/不锈钢/加厚/纯棉毛巾/郝蕾/玻璃/蛋糕/螺丝刀/齿轮/陕西省西安市雁塔区/请尽快发货",
    "big5": "藍牙耳機/保溫杯/不鏽鋼/加厚/純棉毛巾/郝蕾/玻璃/蛋糕/螺絲刀/齒輪/高雄市前鎮區中山二路/請盡快出貨",
    "cp932": "イヤホン/ステンレス/タオル/髙橋/ｻﾄｳﾊﾅｺ/漏斗/硝子/渡辺/齋藤/神奈川県横浜市/さくら商店/置き配希望",
}
CODECS = {"gb18030": "gbk", "big5": "cp950", "cp932": "cp932"}


def refusal(content: bytes, *encodings: str) -> XlsxError:
    with pytest.raises(XlsxError) as caught:
        decode(content, encodings)
    return caught.value


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (JAPANESE, "cp932", "cp932"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32-le"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(text: str, codec: str, encoding: str) -> None:
    found = decode(text.encode(codec))
    assert (found.text, found.encoding) == (text, encoding)
    assert read_table(text.encode(codec)).encoding == encoding


def code_of(content: bytes) -> str:
    """The code of the refusal, nothing where the file is read."""
    try:
        read_tabs(content)
    except XlsxError as error:
        return error.code
    return ""


@pytest.mark.parametrize("encoding", sorted(WORDS))
def test_a_few_words_are_told_right_or_refused_and_never_garbled(encoding: str) -> None:
    choice = random.Random(1)
    words = WORDS[encoding].split("/")
    texts = [
        "\n".join(f"{at},{choice.choice(words)}" for at in range(count))
        for count in (2, 3, 5, 9)
        for _ in range(40)
    ]
    told = [text for text in texts if not code_of(text.encode(CODECS[encoding]))]
    assert [decode(text.encode(CODECS[encoding])).text for text in told] == told
    assert len(told) > 100


@pytest.mark.parametrize(
    "word", ["café", "ñ", "Señor Núñez", "Łódź", "Привет, Иванов", "محمد", "Αθήνα", "שלום", "£5", "·", "25°C"]
)
def test_letters_of_two_bytes_are_utf_8(word: str) -> None:
    for text in (word, f"Name,Address\n{word},London\nJohn,Paris\n"):
        assert decode(text.encode()).text == text


def test_two_chinese_letters_that_are_utf_8_by_chance_are_not_garbled() -> None:
    for word in ("圆通", "女鞋", "小谢"):
        content = f"{word} SF1234567890123\n".encode("gbk")
        assert refusal(content).facts["candidates"].startswith("utf-8, gb18030")
        assert decode(content, ["gb18030"]).text.startswith(word)
        assert code_of(f"name,tel\n{word},1\nJohn,2\n".encode("gbk")) == "unknown_encoding"
        page = f"<meta charset=gbk><table><tr><td>{word}</table>"
        assert decode(page.encode("gbk")).text == page


def test_what_cannot_be_told_is_refused_with_the_candidates() -> None:
    error = refusal("1,加厚\n".encode("gbk"))
    assert (error.code, error.facts["candidates"]) == ("unknown_encoding", "gb18030, big5")
    assert refusal("Müller,1\n".encode("latin-1")).facts["candidates"] == "gb18030"


def test_the_caller_may_know_better() -> None:
    assert decode("1,加厚\n".encode("gbk"), ["gb18030"]).text == "1,加厚\n"
    assert decode("Müller".encode("latin-1"), ["cp1252"]).text == "Müller"
    assert refusal("1,加厚\n".encode("gbk"), "gb18030", "cp1252").code == "unknown_encoding"
    assert refusal(b"\xff,\n", "gb18030").code == "bad_encoding"
    assert read_tabs("1,加厚\n".encode("gbk"), encodings=["gb18030"])[0].rows == [["1", "加厚"]]
    assert read_table("1,加厚\n".encode("gbk"), encodings=["gb18030"]).headings == ["1", "加厚"]


def test_bytes_that_are_no_text_name_the_first_wrong_one() -> None:
    error = refusal(b"a,b\n\xff\xff\xff,1\n")
    assert (error.code, error.facts["byte"]) == ("bad_encoding", "5")
    assert refusal(b"\xef\xbb\xbfa\xff,\n").facts["byte"] == "2"
    assert refusal(b"\x83J,\xa0\n", "cp932").facts["byte"] == "4"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_that_stops_inside_a_letter_is_cut_off(codec: str) -> None:
    error = refusal("订单号,收件人\n1,张小".encode(codec)[:-1])
    assert (error.code, error.facts["row"]) == ("cut_off", "2")


def test_nul_bytes_are_damage_and_no_sign_of_utf_16() -> None:
    assert refusal(b"a,b\n1,\x00\x00\n2,3\n").facts["row"] == "2"
    assert refusal("\ufeffa\n\x00".encode()).facts["row"] == "2"


def test_a_declaration_that_is_unknown_or_wrong_is_not_followed() -> None:
    page = '<html><meta charset="{}"><table><tr><td>订单号<td>收件人<td>地址</table>'
    for declared in ("klingon", "utf-8"):
        assert decode(page.format(declared).encode("gbk")).encoding == "gb18030"
    assert decode(page.format("gbk").encode()).encoding == "utf-8"


@given(st.binary(max_size=400))
def test_no_bytes_end_in_anything_but_a_table_or_a_refusal(content: bytes) -> None:
    assert code_of(content) in {"", *CODES}


def rows_of(text: str) -> list[list[str]]:
    (tab,) = read_tabs(text.encode())
    return list(tab.rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\r\na;b,c\r\n1;2\r\n", [[], ["a", "b,c"], ["1", "2"]]),
        ('a,b\n"\t1",2\n"\t3",4\n', [["a", "b"], ["\t1", "2"], ["\t3", "4"]]),
        ('a\tb\n1\t5" cable\n', [["a", "b"], ["1", '5" cable']]),
        ('a\tb\n"1\nx"\t2\n', [["a", "b"], ["1\nx", "2"]]),
        ("a,b,c\n1,2,3\n1 record", [["a", "b", "c"], ["1", "2", "3"], ["1 record"]]),
        ("a chat\n\nof lines", [["a chat"], [], ["of lines"]]),
        ("a,b", [["a", "b"]]),
    ],
)
def test_delimiter_and_quotes_are_told_by_the_content(text: str, rows: list[list[str]]) -> None:
    assert rows_of(text) == rows


@pytest.mark.parametrize(
    ("text", "row"), [('a,b\n1,2\n3,"half\n', "3"), ("a,b,c\n1,2,3\n4,5", "3"), ('a,b,c,"d', "1")]
)
def test_a_text_that_stops_inside_a_row_is_cut_off(text: str, row: str) -> None:
    with pytest.raises(XlsxError) as caught:
        read_tabs(text.encode())
    assert (caught.value.code, caught.value.facts["row"]) == ("cut_off", row)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co"]), max_size=80))
def test_unicode_is_never_taken_for_anything_else(text: str) -> None:
    bare = text.removeprefix("\ufeff")
    assert decode(text.encode("utf-8-sig")).text == bare
    assert code_of(text.encode()) == "unknown_encoding" or decode(text.encode()).text == bare
