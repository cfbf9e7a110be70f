"""LibreOffice opens every workbook of the suite after its patch and prints it, all in one go."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sheetship.xlsx import patch
from tests.xlsx.cases import CASES

SOFFICE = shutil.which("soffice")


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_every_patched_workbook(tmp_path: Path) -> None:
    asked = [case for case in CASES if not (case.refused or case.no_office or case.bug)]
    names = {re.sub(r"\W+", "-", case.name): case for case in asked}
    files = [tmp_path / f"{name}.xlsx" for name in names]
    for file, case in zip(files, names.values(), strict=True):
        file.write_bytes(patch(case.old(), case.edits(), options=case.options).content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / "pdf")]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=180)
    assert names.keys() - {pdf.stem for pdf in (tmp_path / "pdf").iterdir()} == set()
