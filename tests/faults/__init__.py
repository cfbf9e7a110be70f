"""A whole run under every fault of disk and power, and a harness that is proved by bugs planted on purpose.

A real run in a process of its own is watched by strace; every system call with which it changes a file of the shop is
a place to be killed, to meet a full or broken disk, or a file that another program holds. `python -m tests.faults`
does all of it and prints the counts; the ordinary test run does one fault in ten.
"""
