"""The cases of what grows: a night of an archive of ten years beside one of a year, named symbols by their number, and lists of markets."""
import dataclasses
import os
import shutil
import statistics

from . import rows
from .case import Process, expect_wrong, stored, upstreams
from .charts import ChartServer
from .contests import bars_command
from .stage import say

# A night's question is for five stored sessions and the new one, and a night that was missed or two.
SMALL_ROWS, SMALL_BYTES = 10, 4096
# Sessions without events before the nights: twenty after one its symbol is read whole once more (decision 27).
QUIET = 25
# Sessions in which every unit is read whole once: --recheck-sessions, decision 27.
TURNS = 20


def check_requests(requests, data, nights, begin, is_turning):
    """One request a symbol, a small one; but a symbol whose turn it is is read whole, and one with null sessions from the first of them on
    that the archive, which begins on the day `begin`, should have.

    Turns go round by the unit's number: of so many symbols, a twentieth a night, rounded down or up. Returns the words, and how many were
    read whole.
    """
    findings, found, names = [], {}, rows.symbols_of(data)
    for request in requests:
        if request.symbol:
            found.setdefault(request.symbol, []).append(request)
        if request.status != 200:
            findings.append(f"{request.path}: status {request.status}")
    whole, small, holes = 0, [], 0
    for symbol in names:
        asked = found.pop(symbol.replace(".", "-"), [])
        if len(asked) != 1:
            findings.append(f"{symbol}: {len(asked)} requests")
            continue
        if asked[0].rows <= SMALL_ROWS and asked[0].size <= SMALL_BYTES:
            small.append(asked[0].size)
            continue
        stamps, first_hole = sessions_of(data, symbol, nights, begin)
        before = sum(stamp < asked[0].period1 for stamp in stamps)
        if first_hole is not None and 0 < before <= first_hole:
            holes += 1
        else:
            whole += 1
    findings += [f"{symbol} was asked for, and is no symbol of the data" for symbol in sorted(found)]
    least, most = (len(names) // TURNS, -(-len(names) // TURNS)) if is_turning else (0, 0)
    if not least <= whole <= most:
        findings.append(f"{whole} symbols were read whole, and it is the turn of {least} to {most}")
    rows.raise_if(findings)
    more = f", {holes} from their first null session on" if holes else ""
    words = f"{len(names)} symbols, one request each: {len(small)} of {sum(small) // max(1, len(small)):,} bytes on average, {whole} whole{more}"
    return words, whole


def control(requests, data, begin, is_turning):
    """That the check of a night could fail: with a question less, one twice, one refused, and two symbols more that are read whole."""
    small = [n for n, request in enumerate(requests) if request.symbol and request.rows <= SMALL_ROWS]
    refused, large = ([*requests] for _ in range(2))
    refused[small[0]] = dataclasses.replace(requests[small[0]], status=500)
    for n in small[:2]:
        large[n] = dataclasses.replace(requests[n], period1=0, rows=1000, size=100_000)
    for planted in ([r for n, r in enumerate(requests) if n != small[0]], [*requests, requests[small[0]]], refused, large):
        expect_wrong(lambda: check_requests(planted, data, 1, begin, is_turning), "a night's questions that are others")


def sessions_of(data, symbol, nights, begin):
    """The timestamps of a symbol's sessions from a day on, and the position of the first that is null."""
    result = rows.history(data, symbol.replace(".", "-"), nights)
    pairs = zip(result["timestamp"], result["indicators"]["quote"][0]["close"])
    stamps, closes = zip(*((stamp, close) for stamp, close in pairs if rows.date(stamp) >= begin))
    return stamps, closes.index(None) if None in closes else None


def update(stage, make_record, symbols=503, sessions=2516, first="2016-01-04", nights=8, is_whole=True, spans=("10 years", "1 year")):
    """Nights one session apart. Each archive is met with --recheck-sessions 0, when no symbol is read whole, and with the default.

    With `is_whole` no symbol has null sessions: those are asked for again every night, from the first of them on.
    """
    data, about = stage.payload(
        "daily-bars", "--symbols", str(symbols), "--sessions", str(sessions), "--first", first, "--nights", str(nights), "--quiet",
        str(QUIET), "--holes-in", "0" if is_whole else "16")
    instants = about["NIGHTS"].split(",")
    record = make_record(
        f"{symbols} symbols, {nights} nights, each a session later; archives that begin {about['FIRST']} and {about['YEAR_FIRST']}", ())
    record.rounds = nights
    server = ChartServer(data)
    try:
        for storage in ("csv", "csv.gz", "sqlite"):
            for years in spans:
                for turns in (0, TURNS):
                    begin = about["FIRST" if years == "10 years" else "YEAR_FIRST"]
                    one_archive(stage, record, server, about, instants, storage, years, begin, turns)
    finally:
        server.close()
    return record


def one_archive(stage, record, server, about, instants, storage, years, begin, turns):
    name = f"{storage}, {years}{', turns' if turns else ''}"
    place, most = os.path.join(stage.work, "archive"), 128 if storage == "sqlite" else 64
    stored_at, table = (place + "/archive.db", "equities_daily_bars") if storage == "sqlite" else (place + "/equities/daily_bars", None)
    if record.says:
        say(name)
    server.nights = 0
    server.taken()
    stage.measure(
        name, bars_command(stage, server.url, f"{server.data}/symbols", begin, place, storage), now=about["NOW"], allow="0,10")
    rows.check_bars(server.data, stored_at, storage, table, first=begin)
    if storage == "csv":
        shutil.copytree(stored_at, place + ".before")
    process = Process(name, name, storage, None, now="", most=most)
    command = [
        stage.penstock(), "update", "equities", *upstreams(server.url, "yahoo", "sp500"), "--data-dir", place, "--recheck-sessions",
        str(turns), "--quiet"]
    whole, sizes = [], [stored(place)]
    server.taken()
    for number, instant in enumerate(instants):
        server.nights = number + 1
        record.add(process, stage.measure(name, command, now=instant, allow="0,10"))
        requests = server.taken()
        words, count = check_requests(requests, server.data, number + 1, begin, turns > 0)
        whole.append(count)
        sizes.append(stored(place))
        if number == 0:
            record.checked(f"{name}, first night", words)
            if stage.is_quick:
                control(requests, server.data, begin, turns > 0)
            if storage == "csv":
                record.checked(name, rows.check_appended(stored_at, place + ".before"))
            stage.measure(name, command, now=instant, allow="0,10")
            again = server.taken()
            if again:
                raise rows.Wrong(f"{name}: {len(again)} requests of a night that has been, {again[0].path} the first")
            record.checked(name, "a second run of the same night asks nothing")
    record.checked(name, rows.check_bars(server.data, stored_at, storage, table, nights=len(instants), first=begin))
    record.value(f"{name}: whole reads a night", whole)
    record.value(f"{name}: archive.db grows a night, bytes", round(statistics.median(b - a for a, b in zip(sizes, sizes[1:]))))
    for folder in (place, place + ".before"):
        shutil.rmtree(folder, ignore_errors=True)


def growth(stage, make_record, counts=(100, 500, 2000), sessions=1510, markets=100_000):
    """Named symbols by their number, and the lists of as many open markets as a venue has: the first walk, and the next night's."""
    roots = [stage.payload("daily-bars", "--symbols", str(count), "--sessions", str(sessions)) for count in counts]
    lists, about = stage.payload("markets", "--markets", str(markets))
    record = make_record(f"{', '.join(f'{n:,}' for n in counts)} symbols of {sessions:,} sessions by `--symbols-file`; {markets:,} open markets", ())
    addresses = [stage.serve(root)[0] for root, _ in roots]
    first, following = stage.serve(lists, lists + "/next")
    for number in range(record.rounds):
        say(f"round {number + 1} of {record.rounds}")
        for count, (root, of), address in zip(counts, roots, addresses):
            place = os.path.join(stage.work, "archive")
            process = Process(f"{count} symbols", f"{count:,} named symbols", "symbols", None, now=of["NOW"], most=64)
            command = bars_command(stage, address, f"{root}/symbols", of["FIRST"], place, "csv")
            record.add(process, stage.measure(process.title, command, now=of["NOW"], allow="0,10"))
            if number == 0:
                record.checked(process.title, rows.check_bars(root, place + "/equities/daily_bars", "csv"))
            shutil.rmtree(place)
        for provider, names in (
                ("kalshi", ("kalshi", "kalshi-historical")), ("polymarket", ("gamma", "clob", "polymarket-data", "polymarket-data-v1"))):
            place, sizes = os.path.join(stage.work, "archive"), []
            for name, verb, now, address in (
                    ("first walk", "backfill", about["NOW"], first), ("next night", "update", about["NEXT_NOW"], following)):
                process = Process(f"{provider}, {name}", f"{markets:,} markets of {provider}: {name}", provider, None, now=now, most=64)
                command = [
                    stage.penstock(), verb, provider, "--limit", "1", *upstreams(address, *names), "--data-dir", place, "--quiet"]
                record.add(process, stage.measure(process.title, command, now=now, allow="0,10"))
                sizes.append(stored(place))
                if number == 0:
                    record.checked(process.title, rows.check_subjects(place, markets))
            record.value(f"{provider}: archive.db, bytes, first walk and next night", sizes)
            shutil.rmtree(place)
    return record
