"""Every courier proves itself by the samples in its own file."""

from __future__ import annotations

from collections import Counter

import pytest

from sheetship.core.couriers import Courier, NumberForm, fits, is_misread, name_key, tracking_link
from tests.core.replies_made import COURIERS

FORMS = [(courier, form) for courier in COURIERS.known for form in courier.forms]
VALID = [(courier, form, number) for courier, form in FORMS for number in form.valid]
INVALID = [(courier, form, number) for courier, form in FORMS for number in form.invalid]


def test_there_are_fifty_couriers_each_once() -> None:
    codes = [courier.code for courier in COURIERS.known]
    assert len(codes) == len(set(codes)) == 50


@pytest.mark.parametrize("courier", COURIERS.known, ids=lambda courier: courier.code)
def test_a_courier_is_found_by_each_of_its_names(courier: Courier) -> None:
    for name in (courier.code, courier.name_zh, courier.name_en, *courier.aliases):
        assert COURIERS.find(f" {name.upper()} ") == courier, name


def test_no_two_couriers_share_a_name() -> None:
    names = Counter(
        key for courier in COURIERS.known for key in {name_key(name) for name in courier.names if name}
    )
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize(("courier", "form", "number"), VALID)
def test_a_valid_sample_fits(courier: Courier, form: NumberForm, number: str) -> None:
    assert form.fits(number)
    assert fits(courier, f" {number.lower()} ") is True
    assert not is_misread(courier, number)


@pytest.mark.parametrize(("courier", "form", "number"), INVALID)
def test_an_invalid_sample_does_not_fit(courier: Courier, form: NumberForm, number: str) -> None:
    assert not form.fits(number)


@pytest.mark.parametrize(("courier", "form"), [(c, f) for c, f in FORMS if f.check])
def test_a_form_with_a_check_digit_shows_a_right_and_a_wrong_one(courier: Courier, form: NumberForm) -> None:
    assert form.valid
    assert any(form.matches(number) for number in form.invalid)


@pytest.mark.parametrize("courier", COURIERS.known, ids=lambda courier: courier.code)
def test_a_tracking_page_names_the_number(courier: Courier) -> None:
    assert not courier.tracking_url or "A%2FB" in tracking_link(courier, "a/b")
