"""The report's page in a real browser: nothing sticks out on a phone, and it prints."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sheetship.adapters.report_html import render_report
from tests.adapters.report_sample import sample_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]

MEASURE = """<!doctype html><iframe id="page" style="border:0;width:{width}px;height:900px" srcdoc="{page}"></iframe>
<pre id="told"></pre><script>
const frame = document.getElementById("page");
frame.onload = () => {{
  const page = frame.contentDocument, inside = page.documentElement;
  const out = [...page.querySelectorAll("main *")].filter(one => one.getBoundingClientRect().right > {width} + 1);
  const hidden = out.filter(one => !one.closest("pre")).map(one => one.outerHTML.slice(0, 120));
  document.getElementById("told").textContent = JSON.stringify({{wide: inside.scrollWidth, hidden}});
}};
</script>"""


def browse(folder: Path, *arguments: str) -> str:
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'profile'}",
    ]
    ended = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=120, check=False)
    return ended.stdout


@pytest.mark.parametrize("width", [320, 360, 1200])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_sticks_out_of_the_page(tmp_path: Path, lang: str, width: int) -> None:
    page = re.sub(
        r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", render_report(sample_report(lang)).decode()
    )
    (tmp_path / "measure.html").write_text(
        MEASURE.format(width=width, page=html.escape(page)), encoding="utf-8"
    )
    dom = browse(tmp_path, "--dump-dom", (tmp_path / "measure.html").as_uri())
    found = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[:500]
    told = json.loads(html.unescape(found[1]))
    assert told["wide"] <= width
    assert told["hidden"] == []


def test_the_page_prints(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_bytes(render_report(sample_report("zh")))
    browse(tmp_path, f"--print-to-pdf={tmp_path / 'report.pdf'}", (tmp_path / "report.html").as_uri())
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
