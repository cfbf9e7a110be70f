"""Five works on every workbook of a folder, and everything that must be true afterwards.

`python -m tests.xlsx.corpus FOLDER` prints what became of each. The works and checks run in child processes
with a limit of time and memory, so that one bad file ends itself and nothing else.
"""
