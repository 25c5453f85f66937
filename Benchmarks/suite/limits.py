"""Benchmarks/counts.json: the numbers that scripts/counts measured last, and by how much each may be exceeded."""
import json
import os
from dataclasses import dataclass

from .callgrind import Counts
from .counted import WORKS, numbers
from .stage import BENCHMARKS

PATH = os.path.join(BENCHMARKS, "counts.json")
# What a number may be more than it was: a part of it, or, of what is done a few times a unit, less than once more.
PERCENT, ONCE = "8 %", 0.5
GROWTH = 1.1


@dataclass
class Verdict:
    name: str
    number: float
    kept: dict | None
    # None where it is as it should be; else whether it is too much, or only so little that the limit is to be lowered.
    is_failure: bool | None
    words: str


def text(number):
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3f}" if number < 10 else f"{number:.1f}"


def allowed(name):
    """How the limit of a new number is kept."""
    if name.endswith(": growth"):
        return {"most": GROWTH}
    return {"more": ONCE if ": statements a " in name or ": syncs a " in name else PERCENT}


def room(kept):
    """By how much a kept number may be exceeded."""
    if "most" in kept:
        return kept["most"] - kept["measured"]
    more = kept["more"]
    return kept["measured"] * float(more.removesuffix("%")) / 100 if isinstance(more, str) else more


def judge(found, kept):
    """What each number that was found is against what is kept."""
    verdicts = []
    for name, number in found.items():
        entry = kept.get(name)
        if entry is None:
            verdicts.append(Verdict(name, number, None, True, "has no limit in Benchmarks/counts.json: scripts/counts --update"))
            continue
        most, is_failure, words = entry["measured"] + room(entry), None, ""
        if number > most:
            is_failure, words = True, f"at most {text(most)}"
        elif "more" in entry and number < entry["measured"] - room(entry):
            is_failure, words = False, "less than before: the limit is to be lowered (scripts/counts --update)"
        verdicts.append(Verdict(name, number, entry, is_failure, words))
    return verdicts


def load():
    if not os.path.exists(PATH):
        return {"about": {}, "counts": {}}
    with open(PATH, encoding="utf-8") as file:
        return json.load(file)


def store(found, spreads, circumstances):
    """Keeps the numbers of all cases; what a number may be exceeded by stays as it was."""
    before, kept = load()["counts"], {}
    for name, number in found.items():
        allowance = {key: value for key, value in before.get(name, allowed(name)).items() if key in ("more", "most")}
        kept[name] = {"measured": significant(number), "spread": significant(spreads[name])} | allowance
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in kept.items())
    about = json.dumps(circumstances, indent=1, ensure_ascii=False)[:-2].replace("\n", "\n ")
    with open(PATH + ".new", "w", encoding="utf-8") as file:
        file.write(f'{{\n "about": {about}\n }},\n "counts": {{\n{lines}\n }}\n}}\n')
    os.rename(PATH + ".new", PATH)


def significant(number):
    return round(number) if number >= 1000 else round(number, 3)


def names():
    return [name for work in WORKS.values() for name in work.names()]


def differences(kept):
    """What is counted and has no limit, limits of nothing, and limits that lie within the spread or beyond a tenth."""
    wrong = [f"{name} is counted and has no limit" for name in names() if name not in kept]
    wrong += [f"{name} has a limit and is not counted" for name in kept if name not in names()]
    for name, entry in kept.items():
        if entry["spread"] >= room(entry):
            wrong.append(f"{name}: {text(entry['spread'])} between runs, and the limit is only {text(room(entry))} away")
        if not wide_enough(name, entry):
            wrong.append(f"{name}: its limit would let ten per cent more instructions pass, once more a unit, or what is quadratic")
    return wrong


def wide_enough(name, entry):
    if "most" in entry:
        return entry["most"] <= GROWTH
    return room(entry) < (entry["measured"] / 10 if isinstance(entry["more"], str) else 1)


# That a check could fail.

def counted(kept, works, *, dearer=None, quadratic=None):
    """Counts at all sizes that have the kept numbers: a start, and so much for each unit. `dearer` changes the number of a name;
    of the work `quadratic`, the last unit of the largest size costs twice what the first one does."""
    found = {}
    for name in works:
        work, by = WORKS[name], {what: {} for what in ("instructions", "statements", "allocations", "syncs")}
        for number, told in work.names().items():
            if told is None:
                continue
            what, per = told
            value = kept[number]["measured"] if number != (dearer or [None])[0] else dearer[1](kept[number]["measured"])
            for size in work.sizes:
                by[what][size] = value if per is None else 1_000_000 + value / per * size
                if name == quadratic and what == "instructions" and per is not None:
                    by[what][size] += value / per * size * size / work.sizes[-1] / 2
                elif name == quadratic and what == "instructions":
                    by[what][size] *= size
        found[name] = {size: Counts(*(by[what].get(size, 0) for what in by)) for size in work.sizes}
    return found


def controls(kept):
    """That ten per cent more instructions, one statement more a unit, and what is quadratic would be noticed, of each work by itself, and
    nothing else with them; that a name that is missing or too many would be. What would not be, and how many were planted."""
    unnoticed, planted = [], 0

    def failures(**changes):
        return {verdict.name for verdict in judge(numbers(counted(kept, WORKS, **changes)), kept) if verdict.is_failure}

    if failures():
        unnoticed.append(f"that nothing was planted ({', '.join(failures())})")
    for work in WORKS.values():
        for name, told in work.names().items():
            if told is None:
                continue
            if isinstance(kept[name]["more"], str):
                planted, what = planted + 1, f"{name}: ten per cent more"
                found = failures(dearer=(name, lambda value: value * 1.1))
            else:
                planted, what = planted + 1, f"{name}: one more"
                found = failures(dearer=(name, lambda value: value + 1))
            if found != {name}:
                unnoticed.append(f"{what} ({', '.join(sorted(found)) or 'nothing'})")
        if work.grows:
            planted += 1
            if f"{work.name}: growth" not in failures(quadratic=work.name):
                unnoticed.append(f"{work.name}: quadratic")
    first = next(iter(kept))
    for what, changed in (("a limit that is missing", {n: e for n, e in kept.items() if n != first}), ("a limit of nothing", kept | {"lost": kept[first]})):
        planted += 1
        if not differences(changed):
            unnoticed.append(what)
    return unnoticed, planted
