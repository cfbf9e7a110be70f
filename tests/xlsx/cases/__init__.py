"""The case suite: small workbooks by hand, one trap each, with the exact difference that a patch may make.

To add one: choose the file of its subject, write name, parts and edits, run `pytest tests/xlsx/cases`, read
the marked XML that the test prints, and paste it once it is right.
"""

from tests.xlsx.cases import formulas, looks, packages, placing, spelling, surroundings, tables, values
from tests.xlsx.cases.case import Case

CASES: list[Case] = [
    *placing.CASES,
    *values.CASES,
    *looks.CASES,
    *formulas.CASES,
    *tables.CASES,
    *surroundings.CASES,
    *spelling.CASES,
    *packages.CASES,
]
