"""Benchmarks/results.json, what scripts/bench measured last, and what is asked of it: medians, ratios, promises and goals."""
import dataclasses
import json
import os
import statistics

from .stage import BENCHMARKS

PATH = os.path.join(BENCHMARKS, "results.json")


def load():
    if not os.path.exists(PATH):
        return {}
    with open(PATH, encoding="utf-8") as file:
        return json.load(file)


def store(name, record):
    """A list of figures is a line, so that a difference can be read."""
    found = load() | {name: dataclasses.asdict(record)}
    lists = []

    def fold(value):
        if isinstance(value, list) and all(isinstance(item, (int, float)) for item in value):
            lists.append(json.dumps(value))
            return f"@{len(lists) - 1}@"
        if isinstance(value, dict):
            return {key: fold(item) for key, item in value.items()}
        return value

    text = json.dumps(fold(found), indent=1, ensure_ascii=False)
    for number, line in enumerate(lists):
        text = text.replace(f'"@{number}@"', line)
    with open(PATH + ".new", "w", encoding="utf-8") as file:
        file.write(text + "\n")
    os.rename(PATH + ".new", PATH)


class Measured:
    """The records of all cases, to be asked for. None is the answer where something was not measured."""

    def __init__(self, records):
        self.records = records

    def figures(self, case, name):
        return self.records.get(case, {}).get("figures", {}).get(name)

    def cpu(self, case, name):
        figures = self.figures(case, name)
        return statistics.median(figures["cpu"]) if figures else None

    def peak(self, case, name):
        figures = self.figures(case, name)
        return max(figures["peak"]) if figures else None

    def peaks(self, is_sqlite):
        """Of all processes of Penstock with that storage or with others; `Process.most` holds each as it is measured."""
        found = [
            max(figures["peak"]) for record in self.records.values() for figures in record["figures"].values()
            if figures["penstock"] and ("sqlite" in figures["title"]) == is_sqlite]
        return max(found, default=None)

    def value(self, case, name):
        return self.records.get(case, {}).get("values", {}).get(name)

    def ratio(self, case, upper, lower):
        """Of the medians."""
        a, b = self.cpu(case, upper), self.cpu(case, lower)
        return a / b if a is not None and b else None


@dataclasses.dataclass
class Goal:
    """What is to be reached: a number of `Measured` that is to be at most so much."""
    work: str
    said: str
    most: float
    find: object
    digits: int = 2
    unit: str = ""

    def state(self, measured):
        """The number as text, and whether the goal is reached; None where it was not measured."""
        found = self.find(measured)
        return None if found is None else (f"{found:.{self.digits}f}{self.unit}", found <= self.most)


def per_symbol(measured):
    many, few = measured.cpu("growth", "2000 symbols"), measured.cpu("growth", "500 symbols")
    return many / 2000 / (few / 500) if many is not None and few else None


def peak_of_walks(measured):
    peaks = [measured.peak("growth", f"kalshi, {name}") for name in ("first walk", "next night")]
    return None if None in peaks else max(peaks)


def scaled(value, by):
    return None if value is None else value / by


def dearest_bars(measured):
    ratios = [measured.ratio("bars", name, "orjson") for name in ("penstock-file", "penstock-sp500")]
    return None if None in ratios else max(ratios)


# What holds, or scripts/bench ends with 1 and the page says "no".
PROMISES = [
    Goal("503 symbols, six years of bars: CPU to the careful script", "2/5", 2 / 5, dearest_bars, 3),
    Goal("memory of every run that is measured here", "64 MB", 64, lambda m: m.peaks(is_sqlite=False), 0, " MB"),
    Goal("and of those with SQLite", "128 MB", 128, lambda m: m.peaks(is_sqlite=True), 0, " MB"),
]

# Where we are going.
GOALS = [
    Goal("bars, `--symbols-file`, to the orjson script", "1/7", 1 / 7, lambda m: m.ratio("bars", "penstock-file", "orjson"), 3),
    Goal("bars, `--symbols sp500`, to the orjson script", "1/7", 1 / 7, lambda m: m.ratio("bars", "penstock-sp500", "orjson"), 3),
    Goal("bars, `--symbols-file`, to the floor program", "1.4", 1.4, lambda m: m.ratio("bars", "penstock-file", "floor")),
    Goal("bars, `--symbols sp500`, to the floor program", "1.4", 1.4, lambda m: m.ratio("bars", "penstock-sp500", "floor")),
    Goal("a million trades to the script that sorts", "1/4", 1 / 4, lambda m: m.ratio("trades", "penstock-csv", "orjson-sorted")),
    Goal("a million trades to polars from local files", "0.7", 0.7, lambda m: m.ratio("trades", "penstock-csv", "polars-stream")),
    Goal("three million prices to the script", "1/6", 1 / 6, lambda m: m.ratio("prices", "penstock-csv", "orjson"), digits=3),
    Goal("bars to SQLite, to the script with key", "0.8", 0.8, lambda m: m.ratio("bars", "penstock-sqlite", "orjson-sqlite")),
    Goal("trades to SQLite, to the script with key", "0.55", 0.55, lambda m: m.ratio("trades", "penstock-sqlite", "orjson-sqlite")),
    Goal("prices to SQLite, to the script with key", "0.65", 0.65, lambda m: m.ratio("prices", "penstock-sqlite", "orjson-sqlite")),
    Goal("bars to csv.gz, to the script at -6", "0.36", 0.36, lambda m: m.ratio("bars", "penstock-gz", "orjson-gz")),
    *(Goal(f"a night of ten years to one of a year, {storage}", "1.1", 1.1,
           lambda m, storage=storage: m.ratio("update", f"{storage}, 10 years", f"{storage}, 1 year")) for storage in ("csv", "csv.gz", "sqlite")),
    Goal("a night of 503 symbols, csv, ten years", "0.2 s", 0.2, lambda m: m.cpu("update", "csv, 10 years"), unit=" s"),
    Goal("a symbol of 2,000 named ones to one of 500", "1.1", 1.1, per_symbol),
    Goal("100,000 known Kalshi markets: the next night to the first walk", "0.4", 0.4,
         lambda m: m.ratio("growth", "kalshi, next night", "kalshi, first walk")),
    Goal("100,000 Kalshi markets: the most memory of a walk", "64 MB", 64, peak_of_walks, digits=0, unit=" MB"),
    Goal("archive.db after a million trades to CSV", "2 MB", 2, lambda m: scaled(m.value("trades", "archive.db, bytes"), 1e6), digits=1, unit=" MB"),
    Goal("archive.db: growth a night of 503 symbols", "30 kB", 30,
         lambda m: scaled(m.value("update", "csv, 10 years, turns: archive.db grows a night, bytes"), 1e3), digits=1, unit=" kB"),
]
