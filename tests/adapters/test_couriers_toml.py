from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sheetship.adapters.couriers_toml import load_couriers, load_reply_profiles
from sheetship.core.findings import SheetShipError

if TYPE_CHECKING:
    from pathlib import Path

COURIER = '[[courier]]\ncode = "{code}"\nname_zh = "{name}"\nname_en = "Own"\n'


def shop(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_the_shops_courier_is_added_and_wins_by_code(tmp_path: Path) -> None:
    text = COURIER.format(code="own", name="小李") + COURIER.format(code="sf", name="丰丰")
    couriers = load_couriers([shop(tmp_path, "couriers.toml", text), tmp_path / "none"])
    found = [courier.code for name in ("小李", "丰丰") if (courier := couriers.find(name))]
    assert found == ["own", "sf"]
    assert couriers.find("顺丰") is None
    assert len(couriers.known) == 51


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("[[courier", "TOML", "Expected"),
        ('[[courier]]\ncode = "x"\n', "courier.0.name_zh", "required"),
        (COURIER.format(code="x", name="x") + 'nmae = "x"\n', "courier.0.nmae", "not permitted"),
        (
            COURIER.format(code="x", name="x") + 'numbers = [{ regex = "(" }]\n',
            "courier.0.numbers.0.regex",
            "unterminated",
        ),
        (
            COURIER.format(code="x", name="x") + 'numbers = [{ regex = "x", check_digit = "mod9" }]\n',
            "courier.0.numbers.0.check_digit",
            "mod7",
        ),
    ],
)
def test_a_bad_courier_file_stops_with_its_key(tmp_path: Path, text: str, key: str, says: str) -> None:
    with pytest.raises(SheetShipError) as stopped:
        load_couriers([shop(tmp_path, "couriers.toml", text)])
    finding = stopped.value.finding
    assert (finding.code, finding.values["file"], finding.values["key"]) == ("FILE-30", "couriers.toml", key)
    assert says in finding.values["reason"]


def test_the_shops_reply_profile_and_words_are_added(tmp_path: Path) -> None:
    own = 'name = "own"\ntitle_zh = "自家表"\ntitle_en = "Own"\n[columns]\ntracking_number = ["面单"]\n'
    shop(tmp_path, "replies/own.toml", own)
    shop(tmp_path, "replies/words.toml", 'name = "chat"\nlabels = ["嗨"]\nendings = []\ntail_words = []\n')
    profiles = load_reply_profiles([tmp_path, tmp_path / "none"])
    assert {profile.name: profile.title_zh for profile in profiles.sheets}["own"] == "自家表"
    assert profiles.chat.labels == ("嗨",)


def test_a_bad_reply_profile_stops_with_its_key(tmp_path: Path) -> None:
    with pytest.raises(SheetShipError) as stopped:
        load_reply_profiles([shop(tmp_path, "replies/own.toml", 'name = "own"\n[columns]\n')])
    assert stopped.value.finding.values["key"] == "title_zh"
