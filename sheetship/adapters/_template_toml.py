"""A template's small TOML, checked at the door. Imported only when templates are read: pydantic is heavy."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sheetship.core.documents import FIELDS, FileColumn, FileFormat, Kind, Quoting, TemplateSpec, nearest
from sheetship.core.findings import SheetShipError

BareName = Annotated[str, Field(pattern=r"^[^/\\:\x00-\x1f]+$")]
"""A file beside the TOML; never a path."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Title(_Strict):
    zh: str
    en: str


class _Column(_Strict):
    heading: str
    value: str = ""


class _TemplateFile(_Strict):
    title: _Title
    kind: Kind
    format: FileFormat
    aliases: tuple[str, ...] = ()
    file: BareName | None = None
    sheet: str | None = None
    extension: Annotated[str, Field(pattern=r"^[a-z0-9]{1,8}$")] | None = None
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    row_limit: Annotated[int, Field(ge=0)] = 0
    file_name: str = "{{ template }}"
    defaults: dict[str, str | int] = {}
    headings: dict[str, dict[str, str]] = {}
    dates: dict[str, str] = {}
    columns: tuple[_Column, ...] = ()
    header_rows: tuple[tuple[str, ...], ...] = ()
    encoding: str = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    quoting: Quoting = Quoting.MINIMAL
    line_end: Annotated[str, Field(pattern=r"^\r?\n$")] = "\r\n"

    @model_validator(mode="after")
    def _fits_its_format(self) -> Self:
        if self.format is FileFormat.CSV and not self.columns:
            raise ValueError("format = 'csv' needs [[columns]]")
        if self.format is not FileFormat.CSV and not self.file:
            raise ValueError(f"format = '{self.format}' needs 'file'")
        try:
            "".encode(self.encoding)
        except LookupError as error:
            raise ValueError(f"unknown encoding {self.encoding}") from error
        return self


def read_spec(path: Path) -> TemplateSpec:
    """The template that a TOML describes.

    Raises:
        SheetShipError: TPL-01 no TOML, TPL-02 unknown key, TPL-03 a value that does not fit, TPL-05 unknown field.
    """
    told = _told(path)
    _refuse_unknown_fields(told, path.name)
    return TemplateSpec(
        name=path.stem,
        title_zh=told.title.zh,
        title_en=told.title.en,
        file=told.file or "",
        extension=told.extension or ("txt" if told.format is FileFormat.TEXT else told.format.value),
        columns=tuple(FileColumn(column.heading, column.value) for column in told.columns),
        **told.model_dump(exclude={"title", "file", "extension", "columns"}),
    )


def _told(path: Path) -> _TemplateFile:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SheetShipError("TPL-01", path.name, file=path.name, reason="UTF-8") from error
    except (tomllib.TOMLDecodeError, OSError) as error:
        raise SheetShipError("TPL-01", path.name, file=path.name, reason=str(error)) from error
    try:
        return _TemplateFile.model_validate(raw)
    except ValidationError as error:
        raise _as_finding(error, path.name) from error


def _as_finding(error: ValidationError, file: str) -> SheetShipError:
    first: Any = next(
        (each for each in error.errors() if each["type"] == "extra_forbidden"), error.errors()[0]
    )
    key = ".".join(str(part) for part in first["loc"]) or "format"
    if first["type"] == "extra_forbidden":
        known = tuple(_TemplateFile.model_fields)
        word = str(first["loc"][-1])
        return SheetShipError(
            "TPL-02", file, file=file, key=key, known="、".join(known), **nearest(word, known)
        )
    return SheetShipError("TPL-03", file, file=file, key=key, reason=first["msg"])


def _refuse_unknown_fields(told: _TemplateFile, file: str) -> None:
    for key in ("fields", "required", "sort", "dates"):
        for name in getattr(told, key):
            if name not in FIELDS and not (key == "required" and name.startswith("default.")):
                place = f"{file} [{key}]"
                raise SheetShipError(
                    "TPL-05", place, place=place, field=name, known="、".join(FIELDS), **nearest(name, FIELDS)
                )
