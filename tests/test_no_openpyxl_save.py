"""No file that a person made is ever opened by a library that forgets what it does not know, and saved again.

It looks at the product's code, not at its behaviour: openpyxl may be imported nowhere in it, and pandas may
write workbooks only from nothing.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

PRODUCT: Final = Path(__file__).parents[1] / "sheetship"
REWRITERS: Final = frozenset(
    {"openpyxl", "wolfxl", "excelize", "xlwings", "pyexcel", "xltpl", "xlutils", "pyexcelerate", "aspose"}
)


def complaints(code: str) -> Iterator[str]:
    """What this code does that could open a person's workbook and save it anew."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield from _imported(name.name)
        elif isinstance(node, ast.ImportFrom):
            yield from _imported(node.module or "")
        elif isinstance(node, ast.Call):
            yield from _called(node)


def _imported(module: str) -> Iterator[str]:
    if module.partition(".")[0] in REWRITERS:
        yield f"imports {module}"


def _called(call: ast.Call) -> Iterator[str]:
    name = ast.unparse(call.func).rpartition(".")[2]
    texts = {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
    if name in {"import_module", "__import__"}:
        yield from (f"imports {text}" for text in texts if text in REWRITERS)
    if name in {"ExcelWriter", "to_excel"} and not texts.isdisjoint({"openpyxl", "a", "r+"}):
        yield f"{name} on a workbook that is there already"
    if name == "load_workbook":
        yield name


@pytest.mark.parametrize(
    "code",
    [
        "import openpyxl",
        "from openpyxl.styles import Font",
        "import openpyxl.utils as other",
        "from importlib import import_module; import_module('openpyxl')",
        "import pandas as pd; pd.ExcelWriter(path, mode='a')",
        "import pandas as pd; pd.ExcelWriter(path, engine='openpyxl')",
        "frame.to_excel(path, engine='openpyxl')",
        "book = load_workbook(path)",
    ],
)
def test_what_would_lose_something_is_found(code: str) -> None:
    assert list(complaints(code))


@pytest.mark.parametrize(
    "code", ["import xlsxwriter", "import pandas; pandas.ExcelWriter(made, engine='xlsxwriter')"]
)
def test_making_a_workbook_from_nothing_is_fine(code: str) -> None:
    assert list(complaints(code)) == []


def test_the_product_never_loads_and_saves_a_workbook() -> None:
    found = {
        f"{path.relative_to(PRODUCT)}: {complaint}"
        for path in PRODUCT.rglob("*.py")
        for complaint in complaints(path.read_text(encoding="utf-8"))
    }
    assert found == set()
