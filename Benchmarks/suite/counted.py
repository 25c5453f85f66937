"""What scripts/counts counts: small runs at two or three sizes, so that what a unit of work costs is a difference and what does not go with
the size drops out of it. Every run's rows are held against the payload, as in scripts/bench: a run that did less is none."""
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from . import nights, rows
from .callgrind import Valgrind
from .case import upstreams
from .charts import ChartServer
from .rows import Wrong
from .stage import Failed, say

WHOLE = ("instructions", "statements", "allocations")


@dataclass(frozen=True)
class Work:
    """One thing that is counted, at which sizes, and in which words."""
    name: str
    sizes: tuple
    # What is counted, the word for the unit that it is told of, and how many of the sizes' units that are. Without a word: all of the
    # process, at the smallest size.
    told: tuple
    # What a unit costs between the larger two of three sizes, to that between the smaller two: one where it is linear.
    grows: bool = False

    def names(self):
        """name -> what is counted and of how many units, None for growth."""
        found = {f"{self.name}: {what}" + (f" a {unit}" if unit else ""): (what, per if unit else None) for what, unit, per in self.told}
        return found | ({f"{self.name}: growth": None} if self.grows else {})

    def numbers(self, counted):
        """Of counts at each size, the numbers by name."""
        def slope(what, small, large):
            return (getattr(counted[large], what) - getattr(counted[small], what)) / (large - small)

        first, last = self.sizes[0], self.sizes[-1]
        found = {}
        for name, told in self.names().items():
            if told is None:
                found[name] = slope("instructions", *self.sizes[-2:]) / slope("instructions", *self.sizes[:2])
            else:
                what, per = told
                found[name] = getattr(counted[first], what) if per is None else slope(what, first, last) * per
        return found


def each(unit, per=1, *, whats=WHOLE):
    return tuple((what, unit, per) for what in whats)


POINTS, PAGE = 1500, 1000
MARKETS = (300, 900)
CASES = {
    "bars": (
        Work("bars, named", (25, 50, 100), each("symbol", whats=(*WHOLE, "syncs")), True),
        Work("bars, index", (25, 75), each("symbol", whats=(*WHOLE, "syncs")))),
    "update": (Work("night", (25, 50, 100), each("symbol", whats=(*WHOLE, "syncs")), True),),
    "trades": (
        Work("trades", (10_000, 20_000, 30_000), (("instructions", "trade", 1), *each("page", PAGE, whats=WHOLE[1:])), True),),
    "prices": (Work("prices", (10, 30), (("instructions", "point", 1 / POINTS), *each("series", whats=WHOLE[1:]))),),
    "markets": tuple(
        Work(f"{provider}, {walk}", MARKETS, each("market")) for provider in ("kalshi", "polymarket") for walk in ("first walk", "next night")),
    "start": (
        Work("--version", (1,), each("", whats=("instructions", "allocations"))), Work("status", (10,), each("")),
        Work("status of more", (100, 300, 500), each("symbol"), True)),
    "plan": (Work("plan", (100, 300, 500), each("symbol"), True),),
}
WORKS = {work.name: work for works in CASES.values() for work in works}
SYMBOLS, SESSIONS = 503, 250


class Counting:
    """Collects the runs of cases, and does them side by side: what else the machine does is no part of a count."""

    def __init__(self, stage, kept=None):
        self.stage, self.valgrind, self.runs, self.servers = stage, Valgrind(stage, kept), [], []
        self.folder = tempfile.mkdtemp(dir=stage.work, prefix="counting-")

    def close(self):
        self.valgrind.close()
        for server in self.servers:
            server.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def place(self, name, size):
        return os.path.join(self.folder, f"{name.replace(' ', '-').replace(',', '')}-{size}")

    def add(self, size, run):
        """`run` counts at that size and returns the counts by the name of the work."""
        self.runs.append((size, run))

    def count(self):
        """name of a work -> size -> counts"""
        found = {}
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            waiting = {pool.submit(run): size for size, run in self.runs}
            try:
                for done in as_completed(waiting):
                    for name, counts in done.result().items():
                        found.setdefault(name, {})[waiting[done]] = counts
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self.valgrind.close()
                raise
        return found

    # Payloads.

    def bars(self):
        """Every 25 symbols have as many splits and dividends, so that as many more are as much work; null sessions, which each night asks
        for again, none has."""
        return self.stage.payload(
            "daily-bars", "--symbols", str(SYMBOLS), "--sessions", str(SESSIONS), "--quiet", str(nights.QUIET), "--holes-in", "0")

    def some(self, data, name, symbols):
        """A payload that is the part of another which these symbols are."""
        folder = os.path.join(self.folder, "some", name)
        for kind in ("charts", "next"):
            os.makedirs(os.path.join(folder, kind))
            for symbol in symbols:
                answer = os.path.join(kind, symbol.replace(".", "-") + ".json")
                os.symlink(os.path.join(data, answer), os.path.join(folder, answer))
        with open(os.path.join(folder, "symbols"), "w", encoding="utf-8") as file:
            file.writelines(symbol + "\n" for symbol in symbols)
        return folder


def backfill_bars(address, which, first, place):
    # One request at a time: which answer comes first is no matter of chance.
    return [
        "backfill", "equities", *which, "--start-date", first, *upstreams(address, "yahoo", "sp500"), "--data-dir", place, "--quiet",
        "--concurrency", "1"]


def hashed(name, counts):
    if not counts.sha256:
        raise Failed(f"{name}: answers were read and no SHA-256 was seen; which function makes it? Benchmarks/suite/callgrind.py knows others")
    return {name: counts}


def bars(counting):
    data, about = counting.bars()
    (address,) = counting.stage.serve(data)
    first, now = about["FIRST"], about["NOW"]
    for size in WORKS["bars, named"].sizes:
        part, place = counting.some(data, f"named-{size}", rows.symbols_of(data)[:size]), counting.place("named", size)

        def named(size=size, part=part, place=place):
            line = backfill_bars(address, ["--symbols-file", f"{part}/symbols"], first, place)
            counts = counting.valgrind.run(f"bars, named {size}", line, now=now, allow=(0, 10))
            rows.check_bars(part, place + "/equities/daily_bars", "csv")
            return hashed("bars, named", counts)

        counting.add(size, named)
    for size in WORKS["bars, index"].sizes:

        def index(size=size, place=counting.place("index", size)):
            # The index has one length, so the run ends after so many questions, that for the list among them.
            line = [*backfill_bars(address, ["--symbols", "sp500"], first, place), "--max-requests", str(size + 1)]
            counts = counting.valgrind.run(f"bars, index {size}", line, now=now, allow=(75,))
            stored = place + "/equities/daily_bars"
            symbols = sorted({row[0] for row in rows.records(stored, "csv", columns=rows.BARS)})
            if len(symbols) != size:
                raise Wrong(f"bars, index: {len(symbols)} symbols of {size}")
            rows.check_bars(counting.some(data, f"index-{size}", symbols), stored, "csv")
            return hashed("bars, index", counts)

        counting.add(size, index)


def update(counting):
    data, about = counting.bars()
    instant = about["NIGHTS"].split(",")[0]
    for size in WORKS["night"].sizes:
        server = ChartServer(counting.some(data, f"night-{size}", rows.symbols_of(data)[:size]))
        counting.servers.append(server)

        def night(size=size, server=server, place=counting.place("night", size)):
            line = backfill_bars(server.url, ["--symbols-file", f"{server.data}/symbols"], about["FIRST"], place)
            counting.valgrind.prepare(f"night {size}, before", line, now=about["NOW"], allow=(0, 10))
            server.nights = 1
            server.taken()
            line = [
                "update", "equities", *upstreams(server.url, "yahoo", "sp500"), "--data-dir", place, "--recheck-sessions", "0", "--quiet",
                "--concurrency", "1"]
            counts = counting.valgrind.run(f"night {size}", line, now=instant, allow=(0, 10))
            nights.check_requests(server.taken(), server.data, 1, about["FIRST"], False)
            rows.check_bars(server.data, place + "/equities/daily_bars", "csv", nights=1)
            return hashed("night", counts)

        counting.add(size, night)


def trades(counting):
    for size in WORKS["trades"].sizes:
        root, about = counting.stage.payload("markets", "--trades", str(size))
        (address,) = counting.stage.serve(root)

        def tape(size=size, root=root, now=about["NOW"], address=address, place=counting.place("trades", size)):
            line = [
                "backfill", "kalshi", "--limit", "1", "--datasets", "trades", *upstreams(address, "kalshi", "kalshi-historical"),
                "--data-dir", place, "--quiet", "--concurrency", "1"]
            counts = counting.valgrind.run(f"trades {size}", line, now=now)
            rows.check_trades(root, place + "/kalshi/trades", "csv", in_order=True)
            return hashed("trades", counts)

        counting.add(size, tape)


POLYMARKET = ("gamma", "clob", "polymarket-data", "polymarket-data-v1")


def prices(counting):
    for size in WORKS["prices"].sizes:
        root, about = counting.stage.payload("markets", "--series", str(size), "--points", str(POINTS))
        (address,) = counting.stage.serve(root)

        def series(size=size, root=root, now=about["NOW"], address=address, place=counting.place("prices", size)):
            line = [
                "backfill", "polymarket", "--limit", "all", "--datasets", "prices", *upstreams(address, *POLYMARKET), "--data-dir", place,
                "--quiet", "--concurrency", "1"]
            counts = counting.valgrind.run(f"prices {size}", line, now=now)
            rows.check_prices(root, place + "/polymarket/prices", "csv")
            return hashed("prices", counts)

        counting.add(size, series)


def markets(counting):
    for size in MARKETS:
        root, about = counting.stage.payload("markets", "--markets", str(size))
        addresses = counting.stage.serve(root, root + "/next")
        for provider, names in (("kalshi", ("kalshi", "kalshi-historical")), ("polymarket", POLYMARKET)):

            def walks(size=size, provider=provider, names=names, about=about, addresses=addresses, place=counting.place(provider, size)):
                found, instants = {}, (about["NOW"], about["NEXT_NOW"])
                for walk, verb, address, now in zip(("first walk", "next night"), ("backfill", "update"), addresses, instants):
                    line = [
                        verb, provider, "--limit", "1", *upstreams(address, *names), "--data-dir", place, "--quiet", "--concurrency", "1"]
                    name = f"{provider}, {walk}"
                    found |= hashed(name, counting.valgrind.run(f"{name} {size}", line, now=now, allow=(0, 10)))
                    rows.check_subjects(place, size)
                return found

            counting.add(size, walks)


def start(counting):
    data, about = counting.bars()
    (address,) = counting.stage.serve(data)
    counting.add(1, lambda: {"--version": counting.valgrind.run("version", ["--version"], now=about["NOW"])})
    for name in ("status", "status of more"):
        for size in WORKS[name].sizes:
            part, place = counting.some(data, f"status-{size}", rows.symbols_of(data)[:size]), counting.place("status", size)

            def status(name=name, size=size, part=part, place=place):
                line = backfill_bars(address, ["--symbols-file", f"{part}/symbols"], about["FIRST"], place)
                counting.valgrind.prepare(f"status {size}, before", line, now=about["NOW"], allow=(0, 10))
                return {name: counting.valgrind.run(f"status {size}", ["status", "--data-dir", place], now=about["NOW"])}

            counting.add(size, status)


def plan(counting):
    data, about = counting.bars()
    names = rows.symbols_of(data)
    for size in WORKS["plan"].sizes:
        part, place = counting.some(data, f"plan-{size}", names[:size]), counting.place("plan", size)

        def dry(size=size, part=part, place=place):
            line = backfill_bars("http://127.0.0.1:9", ["--symbols-file", f"{part}/symbols"], about["FIRST"], place)
            line.remove("--quiet")
            return {"plan": counting.valgrind.run(f"plan {size}", [*line, "--dry-run"], now=about["NOW"])}

        counting.add(size, dry)


RUNNERS = {"bars": bars, "update": update, "trades": trades, "prices": prices, "markets": markets, "start": start, "plan": plan}


def count(stage, cases, kept=None):
    """The numbers of these cases by name."""
    counting = Counting(stage, kept)
    try:
        for case in cases:
            RUNNERS[case](counting)
        say(f"{len(counting.runs)} runs under callgrind")
        counted = counting.count()
    finally:
        counting.close()
    return numbers(counted)


def numbers(counted):
    found = {}
    for name, sizes in counted.items():
        found |= WORKS[name].numbers(sizes)
    return found
