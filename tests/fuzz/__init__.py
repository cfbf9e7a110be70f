"""Fuzzing of the workbook engine: broken XML, zips and files, looking for anything but a result or a coded refusal.

`python -m tests.fuzz --minutes N` runs it (needs the extra `fuzz`); what it finds goes to `found/` and is tried by
`test_fuzz.py` ever after.
"""
