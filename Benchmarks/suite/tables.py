"""The tables of docs/performance.md, made of Benchmarks/results.json and of nothing else; they stand there between marks."""
import os
import re
import statistics

from .results import GOALS, PROMISES, Measured
from .stage import ROOT

PAGE = os.path.join(ROOT, "docs", "performance.md")
# Held against what is measured: their words, and how the last column is called.
HELD = {"promises": (PROMISES, "promise", "held"), "goals": (GOALS, "work", "reached")}
CASES = ("bars", "trades", "prices", "update", "growth")
MARK = re.compile(r"<!-- bench:(\w+) -->\n(.*?)<!-- /bench -->", re.DOTALL)


def table(head, rows):
    align = "|".join(["---"] + ["---:"] * (len(head) - 1))
    return ["| " + " | ".join(head) + " |", f"|{align}|", *("| " + " | ".join(row) + " |" for row in rows)]


def seconds(value):
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


# Rounds of one process that lie further apart than this had company.
APART = 1.25
DISTURBED = (
    "! Rounds lie more than a quarter apart: something else ran beside them, or the work is too short to be told from it. "
    "Believe no ratio to such a median to better than that.")


def spread(values, text=seconds):
    mark = " !" if max(values) > min(values) * APART else ""
    return f"{text(min(values))} ... {text(max(values))}{mark}"


def preface(record):
    about = record["about"]
    return [
        f"{record['input']}. {about['date']}, {about['machine']}; load before the run {about['load before']}; {about['versions']}.", ""]


def afterword(record):
    is_disturbed = any(max(found["cpu"]) > min(found["cpu"]) * APART for found in record["figures"].values())
    lines = ["", DISTURBED] if is_disturbed else []
    if record["missing"]:
        lines += ["", "Not run: " + "; ".join(f"{title} ({why})" for title, why in record["missing"].items()) + "."]
    return lines + [""] + [f"- {words} ({'; '.join(whose)})" for words, whose in record["checks"].items()]


def contest(record):
    """Every process, and beside each peer what Penstock costs of it, in the order in which Penstock's of that group stand."""
    figures, rows = record["figures"], []
    for found in figures.values():
        cpu = statistics.median(found["cpu"])
        own = [statistics.median(f["cpu"]) for f in figures.values() if f["penstock"] and f["group"] == found["group"]]
        ratio = "" if found["penstock"] else ", ".join(f"{one / cpu:.3g}" for one in own)
        if found["part"]:
            ratio = ", ".join(f"{cpu / one:.2f} of it" for one in own)
        rows.append([
            found["title"], seconds(cpu), spread(found["cpu"]), seconds(statistics.median(found["system"])),
            seconds(statistics.median(found["wall"])), f"{max(found['peak']):.0f}", ratio])
    head = ["process", "CPU s, median", "least ... most", "of it system", "wall s, median", "peak RSS, MB", "Penstock to it"]
    sizes = [f"archive.db after the run with CSV: {value / 1e6:.1f} MB." for name, value in record["values"].items() if name == "archive.db, bytes"]
    return [*preface(record), *table(head, rows), *(["", *sizes] if sizes else [])]


def update(record):
    figures, values, rows = record["figures"], record["values"], []

    def milliseconds(name):
        return [value * 1000 for value in figures[name]["cpu"]]

    def median(name):
        return statistics.median(milliseconds(name))

    for storage in dict.fromkeys(f["group"] for f in figures.values()):
        ten, one = f"{storage}, 10 years", f"{storage}, 1 year"
        whole = values[f"{ten}, turns: whole reads a night"]
        rows.append([
            storage, *(f"{median(name):,.0f} ({spread(milliseconds(name), '{:,.0f}'.format)})" for name in (ten, one)),
            f"{median(ten) / median(one):.2f}", *(f"{median(name + ', turns'):,.0f}" for name in (ten, one)),
            f"{min(whole)} ... {max(whole)}", f"{values[f'{ten}, turns: archive.db grows a night, bytes'] / 1000:.1f}"])
    head = [
        "storage", "10 years, CPU ms a night, median (least ... most)", "1 year", "10 years to 1", "10 years, with turns", "1 year, with turns",
        "symbols read whole a night", "archive.db grows a night, kB"]
    return [*preface(record), *table(head, rows)]


def growth(record):
    figures, rows = record["figures"], []
    for name, found in figures.items():
        cpu = statistics.median(found["cpu"])
        symbols = re.fullmatch(r"(\d+) symbols", name)
        before = figures.get(name.replace("next night", "first walk")) if "next night" in name else None
        each = f"{cpu / int(symbols[1]) * 1000:.2f} ms a symbol" if symbols else ""
        if before:
            each = f"{cpu / statistics.median(before['cpu']):.2f} of the first walk"
        rows.append([
            found["title"], seconds(cpu), spread(found["cpu"]), seconds(statistics.median(found["wall"])), f"{max(found['peak']):.0f}", each])
    sizes = [
        f"{name.split(':')[0]} {value[0] / 1e6:.1f} MB, after the next night {value[1] / 1e6:.1f}" for name, value in record["values"].items()]
    head = ["work", "CPU s, median", "least ... most", "wall s, median", "peak RSS, MB", ""]
    return [*preface(record), *table(head, rows), "", f"archive.db after the first walk: {'; '.join(sizes)}."]


def held(name, records):
    """What is held against the figures: a number, and whether it is at most what was said."""
    aims, what, last = HELD[name]
    measured, rows = Measured(records), []
    for aim in aims:
        found, is_held = aim.state(measured) or ("not measured", None)
        rows.append([aim.work, aim.said, found, "" if is_held is None else "yes" if is_held else "no"])
    return table([what, "at most", "measured", last], rows)


RENDERERS = {"bars": contest, "trades": contest, "prices": contest, "update": update, "growth": growth}


def render(name, records):
    """What stands between the marks of a name."""
    if name in HELD:
        lines = held(name, records)
    elif name in records:
        lines = RENDERERS[name](records[name]) + afterword(records[name])
    else:
        lines = [f"Not measured yet: `scripts/bench {name}`."]
    return "\n".join(["", *lines, "", ""])


def renewed(page, records):
    return MARK.sub(lambda found: f"<!-- bench:{found[1]} -->\n{render(found[1], records)}<!-- /bench -->", page)


def differences(page, records):
    """What the page says between its marks and the results do not."""
    marked = [found[1] for found in MARK.finditer(page)]
    wrong = [f"docs/performance.md has no table `{name}`, or several" for name in (*CASES, *HELD) if marked.count(name) != 1]
    wrong += [f"docs/performance.md marks a table `{name}`, which is none" for name in marked if name not in (*CASES, *HELD)]
    for found in MARK.finditer(page):
        if found[1] not in (*CASES, *HELD):
            continue
        theirs, ours = found[2].split("\n"), render(found[1], records).split("\n")
        lost = [line for line in theirs if line not in ours]
        if theirs != ours:
            wrong.append(f"the table `{found[1]}` is not what Benchmarks/results.json says" + (f": {lost[0]}" if lost else ""))
    return wrong


def read():
    with open(PAGE, encoding="utf-8") as file:
        return file.read()


def renew(records):
    page = renewed(read(), records)
    with open(PAGE + ".new", "w", encoding="utf-8") as file:
        file.write(page)
    os.rename(PAGE + ".new", PAGE)


def with_answer(page, name):
    """The page with another answer in the first row of a table that has yes and no."""
    start = page.find(f"<!-- bench:{name} -->")
    found = re.compile(r"\| (yes|no) \|").search(page, max(start, 0))
    return page[:found.start()] + ("| no |" if found[1] == "yes" else "| yes |") + page[found.end():] if found else ""


def controls(page, records):
    """That a digit more, a table less and a record that is gone would be noticed. What would not be."""
    digit = re.search(r"\d(?=[^<]*<!-- /bench -->)", page)
    planted = {
        "a digit that is another": page[:digit.start()] + str((int(digit[0]) + 1) % 10) + page[digit.end():] if digit else "",
        "a promise that is said to hold and does not": with_answer(page, "promises"),
        "a table that is gone": page.replace("<!-- bench:goals -->", "", 1),
        "a table of nothing": page + "\n<!-- bench:lost -->\n<!-- /bench -->\n",
    }
    unnoticed = [what for what, changed in planted.items() if not differences(changed, records)]
    if records and not differences(page, {}):
        unnoticed.append("results that are gone")
    return unnoticed
