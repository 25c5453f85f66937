"""Reads back what a process wrote, whatever it is kept as, and holds it against what the payloads say: no row lost, doubled or altered."""
import array
import csv
import functools
import glob
import gzip
import hashlib
import json
import operator
import os
import sqlite3
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from .charts import history

NEW_YORK = ZoneInfo("America/New_York")
SHOWN = 20


class Wrong(Exception):
    """What a process wrote is not what was sent."""


def raise_if(findings):
    if findings:
        more = [f"and {len(findings) - SHOWN} more"] if len(findings) > SHOWN else []
        raise Wrong("\n".join(findings[:SHOWN] + more))


def records(place, kind, table=None, columns=None):
    """The rows of a folder of CSV files or of a table, as tuples in the order of `columns`; a missing column is None."""
    if kind == "sqlite":
        database = sqlite3.connect(f"file:{place}?mode=ro", uri=True)
        there = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}
        chosen = ", ".join(f'"{name}"' if name in there else "NULL" for name in columns)
        yield from database.execute(f'SELECT {chosen} FROM "{table}"')
        database.close()
        return
    paths = [place] if os.path.isfile(place) else sorted(glob.glob(os.path.join(glob.escape(place), "**", "*." + kind), recursive=True))
    for path in paths:
        with (gzip.open(path, "rt", newline="") if path.endswith(".gz") else open(path, encoding="utf-8", newline="")) as file:
            rows = csv.reader(file)
            header = next(rows)
            indices = [header.index(name) if name in header else None for name in columns]
            if None in indices:
                yield from (tuple(None if i is None else row[i] for i in indices) for row in rows)
            else:
                yield from map(operator.itemgetter(*indices), rows)


# Daily bars.

BARS = ("symbol", "date", "open", "high", "low", "close", "adj_close", "volume", "dividend", "split")


def float32(values):
    return array.array("f", map(float, values)).tolist()


@functools.lru_cache(maxsize=20000)
def date(stamp):
    return datetime.fromtimestamp(stamp, NEW_YORK).date().isoformat()


def symbols_of(data):
    with open(os.path.join(data, "symbols"), encoding="utf-8") as file:
        return file.read().split()


def expected_bars(data, symbol, nights):
    """date text -> (prices as float32, volume, dividend, split) of the sessions that are not null."""
    result = history(data, symbol.replace(".", "-"), nights)
    quote, events = result["indicators"]["quote"][0], result.get("events", {})
    adjusted = result["indicators"]["adjclose"][0]["adjclose"]
    dividends = {e["date"]: Decimal(repr(e["amount"])) for e in events.get("dividends", {}).values()}
    splits = {e["date"]: Decimal(e["numerator"]) / Decimal(e["denominator"]) for e in events.get("splits", {}).values()}
    found = {}
    for i, stamp in enumerate(result["timestamp"]):
        prices = [quote[name][i] for name in ("open", "high", "low", "close")] + [adjusted[i]]
        if None not in prices:
            found[date(stamp)] = (prices, quote["volume"][i], dividends.get(stamp, Decimal(0)), splits.get(stamp, Decimal(1)))
    return found


def check_bars(data, place, kind, table=None, *, nights=0, first="", in_order=True):
    """Every row of the payload from a date on is stored once, in order, value for value; and no other row."""
    findings, total, files, names = [], 0, {}, symbols_of(data)
    for row in records(place, kind, table, BARS):
        files.setdefault(row[0], []).append(row)
        total += 1
    findings += [f"{symbol} is no symbol of the data" for symbol in sorted(set(files) - set(names))]
    for symbol in names:
        sent = {day: row for day, row in expected_bars(data, symbol, nights).items() if day >= first}
        check_symbol(symbol, files.get(symbol, []), sent, findings, in_order)
    raise_if(findings)
    return f"{total:,} rows of {len(files)} symbols: none lost, none doubled, each with the values that were sent"


def check_symbol(symbol, rows, sent, findings, in_order):
    dates = [row[1] for row in rows]
    findings += [f"{symbol} {day} is lost" for day in sorted(set(sent) - set(dates))[:3]]
    findings += [f"{symbol} {day} was never sent" for day in sorted(set(dates) - set(sent))[:3]]
    if len(set(dates)) < len(dates) or (in_order and any(a >= b for a, b in zip(dates, dates[1:]))):
        findings.append(f"{symbol}: dates are doubled or out of order")
    for row in rows:
        prices, volume, dividend, split = sent.get(row[1], (None,) * 4)
        if prices is None:
            continue
        if float32(row[2:7]) != prices or Decimal(row[7]) != volume:
            findings.append(f"{symbol} {row[1]}: {row[2:8]} stored, {prices} {volume} sent")
        if abs(Decimal(row[8]) - dividend) > Decimal("1e-9") or abs(Decimal(row[9]) - split) > Decimal("1e-9"):
            findings.append(f"{symbol} {row[1]}: dividend {row[8]}, split {row[9]} stored, {dividend}, {split} sent")


def check_appended(bars, before):
    """Every file under `before` is the beginning of the same file under `bars`, byte for byte."""
    findings, count, added = [], 0, 0
    for folder, _, inside in os.walk(before):
        for name in inside:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                old = file.read()
            with open(os.path.join(bars, os.path.relpath(path, before)), "rb") as file:
                new = file.read()
            if not new.startswith(old):
                findings.append(f"{name} does not begin as it did before the update")
            count, added = count + 1, added + len(new) - len(old)
    raise_if(findings)
    return f"{count} files grew by {added:,} bytes and are otherwise as they were"


# Trades and prices: a million rows and more. Rows are compared as a sum of digests, which knows no order.

TRADES = ("ticker", "created_time", "trade_id", "yes_price", "no_price", "count", "taker_side", "taker_book_side", "is_block_trade")
TRADES_AS_SENT = (
    "ticker", "created_time", "trade_id", "yes_price_dollars", "no_price_dollars", "count_fp", "taker_outcome_side", "taker_book_side",
    "is_block_trade")
PRICES = ("market_id", "outcome_index", "timestamp", "mid", "fidelity")
FLAGS = {"true": 1, "false": 0, "True": 1, "False": 0, True: 1, False: 0, 1: 1, 0: 0, "1": 1, "0": 0}


class Sum:
    """A count of rows and the sum of their digests: equal for the same rows in any order, each as often."""

    def __init__(self):
        self.count = self.sum = 0

    def add(self, row):
        self.count += 1
        self.sum += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=16).digest(), "big")

    def compare(self, sent):
        if self.count != sent.count:
            raise Wrong(f"{self.count:,} rows of {sent.count:,}")
        if self.sum != sent.sum:
            raise Wrong(f"{self.count:,} rows, and not those that were sent")
        return f"{self.count:,} rows: none lost, none doubled, each with the values that were sent"


def moment(text):
    """A time with microseconds in UTC, `2026-09-21T14:13:20.000001Z` or `2026-09-21 14:13:20.000001+00:00`, as one text."""
    return text[:10] + "T" + text[11:26]


def trade(row):
    ticker, created, number, yes, no, count, side, book, block = row
    return ticker, moment(created), number, float(yes), float(no), float(count), side, book, FLAGS[block]


@functools.lru_cache(maxsize=4)
def sent_trades(root):
    found, cursor = Sum(), "first"
    while cursor:
        with open(os.path.join(root, "kalshi", "trades", cursor + ".json"), encoding="utf-8") as file:
            page = json.load(file)
        for t in page["trades"]:
            found.add(trade((
                t["ticker"], t["created_time"], t["trade_id"], t["yes_price_dollars"], t["no_price_dollars"], t["count_fp"],
                t["taker_outcome_side"], t["taker_book_side"], t["is_block_trade"])))
        cursor = page["cursor"]
    return found


def check_trades(root, place, kind, table=None, *, in_order=False, columns=TRADES):
    found, last = Sum(), ("", "")
    for row in records(place, kind, table, columns):
        row = trade(row)
        if in_order and row[1:3] <= last:
            raise Wrong(f"{row[1:3]} stands behind {last}")
        last = row[1:3]
        found.add(row)
    return found.compare(sent_trades(root)) + (", in the order of the key" if in_order else "")


def price(row):
    market, outcome, time, mid, fidelity = row
    # In minutes; a column that not everybody writes.
    if fidelity not in (None, 1, "1"):
        raise Wrong(f"a fidelity of {fidelity}")
    seconds = datetime.fromisoformat(time).timestamp() if isinstance(time, str) and "T" in time else int(time)
    return int(market), int(outcome), int(seconds // 60), float(mid)


@functools.lru_cache(maxsize=4)
def sent_prices(root):
    found = Sum()
    with open(os.path.join(root, "tokens"), encoding="utf-8") as file:
        tokens = [line.split() for line in file]
    for market, outcome, token in tokens:
        with open(os.path.join(root, "clob", token + ".json"), encoding="utf-8") as file:
            for point in json.load(file)["history"]:
                found.add(price((market, outcome, point["t"], point["p"], None)))
    return found


def check_prices(root, place, kind, table=None):
    found = Sum()
    for row in records(place, kind, table, PRICES):
        found.add(price(row))
    return found.compare(sent_prices(root))


# Markets.

def check_subjects(place, count):
    """Every market of the lists is known to an archive."""
    database = sqlite3.connect(f"file:{os.path.join(place, 'archive.db')}?mode=ro", uri=True)
    (known,) = database.execute("SELECT count(*) FROM subjects").fetchone()
    database.close()
    if known != count:
        raise Wrong(f"{known:,} markets of {count:,} are known")
    return f"{known:,} markets are known"
