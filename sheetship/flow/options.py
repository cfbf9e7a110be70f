"""What the settings and formats of a shop mean for a run: platforms, shops, templates with constants, options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sheetship.core.allocate import AllocateOptions
from sheetship.core.catalogue import Catalogue, Sender
from sheetship.core.checks import CheckOptions
from sheetship.core.couriers import ShopCourier
from sheetship.core.documents import TemplateSpec, find_template, with_shop_words
from sheetship.core.facts import Platform, UploadTarget
from sheetship.core.findings import Finding, SheetShipError
from sheetship.core.profiles import Profile
from sheetship.flow.settings import SalesShop, Settings

_SETTINGS = "sheetship.toml"


def platforms_of(profiles: Sequence[Profile], lang: str) -> dict[str, Platform]:
    """The platforms that the order formats know; layouts of one platform agree on what it can do."""
    known: dict[str, Platform] = {}
    for profile in profiles:
        names = sorted(profile.platform_names, key=lambda name: name.isascii() is (lang == "zh"))
        known.setdefault(
            profile.platform,
            Platform(
                code=profile.platform,
                names=(*names, profile.platform),
                splits=not profile.whole_order,
                upload=profile.upload,
            ),
        )
    return known


def codes_by_name(platforms: Mapping[str, Platform]) -> dict[str, str]:
    """Platform code by each of its names, in lower case."""
    return {name.casefold(): code for code, platform in platforms.items() for name in platform.names}


@dataclass(frozen=True, slots=True)
class SalesShops:
    """The team's shops with the codes of their platforms, where each is told its numbers, and what is odd about them."""

    shops: tuple[SalesShop, ...]
    targets: Mapping[tuple[str, str], UploadTarget]
    findings: tuple[Finding, ...]


def sales_shops(settings: Settings, platforms: Mapping[str, Platform]) -> SalesShops:
    """The shops of ``[[shops]]``; a platform may be written by any of its names, one that no format knows is told."""
    codes = codes_by_name(platforms)
    shops = tuple(
        replace(own, platform=codes.get(own.platform.casefold(), own.platform)) for own in settings.shops
    )
    return SalesShops(
        shops,
        {(own.platform, own.name): UploadTarget(template=own.upload, headings=own.headings) for own in shops},
        tuple(
            Finding("SHOP-12", _SETTINGS, {"platform": own.platform, "known": "、".join(platforms)})
            for own in shops
            if own.platform not in platforms
        ),
    )


def templates_with_constants(
    specs: Mapping[str, TemplateSpec], settings: Settings
) -> tuple[dict[str, TemplateSpec], list[Finding]]:
    """Every template with the constants that the shop set for it, and sections that name no template."""
    ready, findings = dict(specs), []
    for wanted, constants in settings.templates.items():
        try:
            spec = find_template(specs, wanted)
        except SheetShipError as error:
            findings.append(replace(error.finding, where=f"{_SETTINGS} [templates.{wanted}]"))
            continue
        ready[spec.name] = with_shop_words(spec, constants, {})
    return ready, findings


def shop_couriers(catalogue: Catalogue, platforms: Mapping[str, Platform]) -> list[ShopCourier]:
    """The rows of the 快递 tab, platforms by their code."""
    codes = codes_by_name(platforms)
    return [
        ShopCourier(
            courier=row.courier,
            alias=row.alias,
            platform=codes.get(row.platform.casefold(), row.platform),
            upload_name=row.upload_name,
        )
        for row in catalogue.couriers
    ]


def check_options(settings: Settings) -> CheckOptions:
    """How strict the checks are."""
    checks = settings.checks
    return CheckOptions(
        late_hold_days=checks.late_hold_days,
        most_units=checks.largest_quantity,
        duplicate_hours=checks.duplicate_hours,
    )


def allocate_options(settings: Settings, platforms: Mapping[str, Platform], today: date) -> AllocateOptions:
    """What the choice of suppliers goes by."""
    codes = codes_by_name(platforms)
    return AllocateOptions(
        margin_floor=settings.money.margin_floor,
        fee_rates={codes.get(name.casefold(), name): rate for name, rate in settings.money.fees.items()},
        platforms=codes,
        stale_before=today - timedelta(days=settings.checks.stale_offer_days),
    )


def sender_of(settings: Settings) -> Sender:
    """Who sends, where a supplier has no sender of its own."""
    own = settings.sender
    return Sender(
        name=own.name,
        phone=own.phone,
        province=own.province,
        city=own.city,
        district=own.district,
        address=own.address,
    )
