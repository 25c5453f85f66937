#!/usr/bin/env python3
"""Runs one command and appends what the whole process cost to a file of JSON lines.

    measure.py NAME FIGURES [--seconds 600] [--allow 0,10] -- COMMAND...

A line has name, exit, user and system CPU seconds, wall seconds and peak resident MB: the kernel's own figures for the process and the
children that it waited for (wait4). A peak below this script's own, about 14 MB, cannot be seen; it is a process of its own so that this
is no more. Exits 1 if the command's exit code is not one of --allow. A command that takes too long is killed, exit 124.
"""
import argparse
import json
import os
import signal
import subprocess
import sys
import time


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("name")
    options.add_argument("figures")
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--allow", default="0")
    options.add_argument("command", nargs="+")
    options = options.parse_args()

    began = time.monotonic()
    child = subprocess.Popen(options.command, stdin=subprocess.DEVNULL, start_new_session=True)
    timed_out = False

    def stop(number, _):
        nonlocal timed_out
        timed_out = timed_out or number == signal.SIGALRM
        os.killpg(child.pid, signal.SIGKILL)

    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    signal.alarm(options.seconds)
    _, status, usage = os.wait4(child.pid, 0)
    signal.alarm(0)
    wall = time.monotonic() - began

    code = 124 if timed_out else os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    figures = {"name": options.name, "exit": code, "user": usage.ru_utime, "system": usage.ru_stime, "wall": wall, "peak_mb": peak}
    with open(options.figures, "a", encoding="utf-8") as file:
        file.write(json.dumps(figures) + "\n")
    if str(code) not in options.allow.split(","):
        print(f"{options.name}: exit {code} from {' '.join(options.command)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
