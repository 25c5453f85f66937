"""A case: processes that do the same work are measured in turn, round after round, and what each wrote is held against what was sent."""
import glob
import os
import shutil
from dataclasses import dataclass, field
from typing import ClassVar

from .rows import Wrong
from .stage import Missing, Stage, say


@dataclass
class Process:
    """One of those that are compared. `command` says the line for an output place; it may find that something is missing."""
    name: str
    title: str
    # Those of a group do the same work.
    group: str
    command: object
    # Holds the output against the payload and says so, or raises `rows.Wrong`; None where there is nothing to hold.
    check: object = None
    # The instant of a Penstock run; None for others.
    now: str | None = None
    # MB that it may hold at most.
    most: int | None = None
    # It does only a part of what the group's others do.
    is_part: bool = False


@dataclass
class Record:
    """What is kept of a case, as Benchmarks/results.json has it."""
    about: dict
    rounds: int
    input: str
    figures: dict = field(default_factory=dict)
    # Numbers that are no process's: sizes, counts.
    values: dict = field(default_factory=dict)
    missing: dict = field(default_factory=dict)
    # What was found right, and of whom.
    checks: dict = field(default_factory=dict)
    # Promises that did not hold.
    broken: list = field(default_factory=list)
    # Whether each check is told when it is made.
    says: ClassVar[bool] = True

    def add(self, process, measured):
        figures = self.figures.setdefault(process.name, {
            "title": process.title, "group": process.group, "penstock": process.now is not None,
            "part": process.is_part, "cpu": [], "system": [], "wall": [], "peak": []})
        for name, value in measured.items():
            figures[name].append(round(value, 1 if name == "peak" else 4))
        if process.most and measured["peak"] > process.most:
            self.broken.append(f"{process.title}: {measured['peak']:.0f} MB, the promise is {process.most}")

    def checked(self, who, words):
        if self.says:
            say(f"  {who}: {words}")
        self.checks.setdefault(words, []).append(who)

    def value(self, name, number):
        self.values[name] = number


def stored(place):
    """The size of an archive's database, in bytes."""
    return os.path.getsize(os.path.join(place, "archive.db"))


def compare(stage: Stage, record: Record, processes, *, keep=False, inspect=None):
    """Runs them in turn. Outputs of the last round are checked; `inspect` sees them all by name before they go.

    With `keep` nothing is removed before the end: a file system that has just lost thousands of files makes new ones more slowly.
    """
    able = []
    for process in processes:
        try:
            process.command("")
            able.append(process)
        except Missing as error:
            if record.says:
                say(f"  not run: {process.title}: {error}")
            record.missing[process.title] = str(error)
    folder = os.path.join(stage.work, "outputs")
    for number in range(record.rounds):
        say(f"round {number + 1} of {record.rounds}")
        round_folder = os.path.join(folder, str(number))
        os.makedirs(round_folder)
        places = {process.name: os.path.join(round_folder, process.name.replace(" ", "-").replace("/", "-")) for process in able}
        is_last = number == record.rounds - 1
        for process in able:
            place = places[process.name]
            measured = stage.measure(process.title, process.command(place), now=process.now, allow="0,10" if process.now else "0")
            record.add(process, measured)
        if is_last:
            for process in able:
                if process.check:
                    record.checked(process.title, process.check(places[process.name]))
            if inspect:
                inspect(places)
            if stage.is_quick:
                control(able[0], places[able[0].name])
        elif not keep:
            shutil.rmtree(round_folder)
    shutil.rmtree(folder)


def control(process, place):
    """That its check could fail: with a row less, a row twice and a digit that is another, one at a time. `place` has CSV files."""
    path = sorted(glob.glob(os.path.join(place, "*", "*s", "**", "*.csv"), recursive=True))[-1]
    with open(path, encoding="utf-8") as file:
        lines = file.readlines()
    digit = max(lines[-1].rfind(nonzero) for nonzero in "123456789")
    other = lines[-1][:digit] + str(int(lines[-1][digit]) % 9 + 1) + lines[-1][digit + 1:]
    for damaged in (lines[:-1], [*lines, lines[-1]], [*lines[:-1], other]):
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(damaged)
        expect_wrong(lambda: process.check(place), f"rows of {process.title} that are damaged")


def expect_wrong(check, what):
    try:
        check()
    except Wrong:
        return
    raise Wrong(f"{what} would not be noticed")


def upstreams(address, *names):
    """The upstreams of these names at one address, without pace."""
    paths = {
        "kalshi": "/kalshi", "kalshi-historical": "/kalshi", "gamma": "/gamma", "clob": "/clob", "polymarket-data": "/data",
        "polymarket-data-v1": "/data"}
    chosen = [word for name in names for word in ("--upstream", f"{name}={address}{paths.get(name, '')}")]
    return [*chosen, "--rate-limit-delay", "0"]
