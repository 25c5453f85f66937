"""The three cases in which Penstock and its peers do the same work: daily bars, trades and prices, fetched whole into an empty directory."""
import os
import sys
from datetime import datetime, timezone

from . import rows
from .case import Process, compare, stored, upstreams
from .stage import BENCHMARKS, HERE


def seconds(text):
    """Of a date or an instant."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return str(int((moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()))


def peer(stage, script, *packages):
    return [stage.python(*packages), os.path.join(BENCHMARKS, *script.split("/"))]


def alone(name, group, title, of, *words):
    """A library by itself, at work on what Penstock stored in the same round under the name `of`."""
    def command(place):
        archive = os.path.join(os.path.dirname(place), of)
        return [sys.executable, "-B", os.path.join(HERE, "alone.py"), *(word.format(archive=archive, place=place) for word in words)]
    return Process(name, title, group, command, is_part=True)


def sqlite_alone(table):
    return alone("sqlite", "sqlite", "SQLite alone, the same rows", "penstock-sqlite", "sqlite", "{archive}/archive.db", table, "{place}")


def bars_command(stage, address, symbols_file, first, place, storage):
    """A backfill of daily bars, of the names of a file or else of the index."""
    which = ["--symbols-file", symbols_file] if symbols_file else ["--symbols", "sp500"]
    return [
        stage.penstock(), "backfill", "equities", *which, "--start-date", first, *upstreams(address, "yahoo", "sp500"), "--data-dir", place,
        "--storage", storage, "--quiet"]


def bars(stage, make_record, symbols=503, sessions=1510):
    data, about = stage.payload("daily-bars", "--symbols", str(symbols), "--sessions", str(sessions))
    (address,) = stage.serve(data)
    names, first, now = f"{data}/symbols", about["FIRST"], about["NOW"]
    window = (seconds(first), seconds(now))
    record = make_record(
        f"{symbols} symbols, {sessions} sessions from {first} to {about['LAST']}, {int(about['ROWS']):,} rows and {about['HOLES']} null "
        f"sessions, {int(about['BYTES']) / 1e6:.0f} MB of answers", ("requests", "orjson", "pandas"))

    def by_penstock(name, group, title, storage, named, most=64):
        folder = "/archive.db" if storage == "sqlite" else "/equities/daily_bars"
        return Process(
            name, title, group, lambda place: bars_command(stage, address, names if named else None, first, place, storage),
            lambda place: rows.check_bars(data, place + folder, storage, "equities_daily_bars"), now, most)

    def by_peer(name, group, title, script, kind, *packages):
        return Process(
            name, title, group, lambda place: [*peer(stage, script, *packages), address, names, *window, kind, place],
            lambda place: rows.check_bars(data, place, kind, "daily_bars"))

    orjson, pandas = ("daily-bars/peer-orjson", "requests", "orjson"), ("daily-bars/peer-pandas", "requests", "pandas")
    # A list of another length is refused for the index.
    index = [by_penstock("penstock-sp500", "csv", "penstock, `--symbols sp500`", "csv", False)] if 480 <= symbols <= 520 else []
    compare(stage, record, [
        by_penstock("penstock-file", "csv", "penstock, `--symbols-file`", "csv", True),
        *index,
        Process(
            "floor", "the floor program (HTTP, parse, digest, write)", "csv",
            lambda place: [stage.floor(), address, names, *window, place], lambda place: rows.check_bars(data, place, "csv")),
        by_peer("orjson", "csv", "requests, orjson, csv", orjson[0], "csv", *orjson[1:]),
        by_peer("pandas", "csv", "requests, pandas, `to_csv`", pandas[0], "csv", *pandas[1:]),
        by_penstock("penstock-gz", "csv.gz", "penstock, `--storage csv.gz`", "csv.gz", True),
        by_peer("orjson-gz", "csv.gz", "requests, orjson, csv, gzip -6", orjson[0], "csv.gz", *orjson[1:]),
        alone("zlib", "csv.gz", "zlib alone, level 6, the same bytes", "penstock-file", "gzip", "{archive}/equities/daily_bars", "6"),
        by_penstock("penstock-sqlite", "sqlite", "penstock, `--storage sqlite`", "sqlite", True, 128),
        by_peer("orjson-sqlite", "sqlite", "requests, orjson, sqlite3 (WAL, NORMAL, the same key)", orjson[0], "sqlite", *orjson[1:]),
        by_peer("pandas-sqlite", "sqlite", "requests, pandas, `to_sql`", pandas[0], "sqlite", *pandas[1:]),
        sqlite_alone("equities_daily_bars"),
    ], keep=True)
    return record


def trades(stage, make_record, count=1_000_000, few=40_000):
    root, about = stage.payload("markets", "--trades", str(count))
    small, _ = stage.payload("markets", "--trades", str(few))
    (address,), (small_address,) = stage.serve(root), stage.serve(small)
    record = make_record(
        f"{count:,} trades of one Kalshi market, newest first, {-(-count // 1000):,} pages",
        ("requests", "orjson", "polars", "duckdb", "dlt"))
    ticker = "KXBENCH0-E0-M0"

    def by_penstock(name, group, title, storage, address, root, most):
        folder = "/archive.db" if storage == "sqlite" else "/kalshi/trades"
        return Process(
            name, title, group, lambda place: [
                stage.penstock(), "backfill", "kalshi", "--limit", "1", "--datasets", "trades", *upstreams(address, "kalshi", "kalshi-historical"),
                "--data-dir", place, "--storage", storage, "--quiet"],
            lambda place: rows.check_trades(root, place + folder, storage, "kalshi_trades", in_order=True), about["NOW"], most)

    def by_orjson(name, group, title, kind):
        return Process(
            name, title, group, lambda place: [
                *peer(stage, "markets/peer-orjson", "requests", "orjson"), "trades", address, ticker, kind, place],
            lambda place: rows.check_trades(root, place, "sqlite" if kind == "sqlite" else "csv", "trades", in_order=kind == "sorted"))

    def by_frames(library, order):
        said = "as it comes" if order == "stream" else "sorted"
        return Process(
            f"{library}-{order}", f"{library}, from local files, {said}", "csv", lambda place: [
                *peer(stage, "markets/peer-frames", library), library, order, f"{root}/kalshi/trades", place],
            lambda place: rows.check_trades(root, place, "csv", in_order=order == "sorted"))

    compare(stage, record, [
        by_penstock("penstock-csv", "csv", "penstock", "csv", address, root, 64),
        by_orjson("orjson", "csv", "requests, orjson, csv, as it comes", "csv"),
        by_orjson("orjson-sorted", "csv", "requests, orjson, csv, sorted", "sorted"),
        *(by_frames(library, order) for library in ("polars", "duckdb") for order in ("stream", "sorted")),
        by_penstock("penstock-sqlite", "sqlite", "penstock, `--storage sqlite`", "sqlite", address, root, 128),
        by_orjson("orjson-sqlite", "sqlite", "requests, orjson, sqlite3 (WAL, NORMAL, the same key)", "sqlite"),
        sqlite_alone("kalshi_trades"),
        by_penstock("penstock-few", "few", f"penstock, {few:,} trades", "csv", small_address, small, 64),
        Process(
            "dlt", f"dlt, {few:,} trades", "few", lambda place: [
                *peer(stage, "markets/peer-dlt", "dlt"), small_address, ticker, place],
            lambda place: rows.check_trades(small, place + "/loaded/kalshi/trades", "csv", columns=rows.TRADES_AS_SENT)),
    ], inspect=lambda places: record.value("archive.db, bytes", stored(places["penstock-csv"])))
    return record


def prices(stage, make_record, series=2000, points=1500):
    root, about = stage.payload("markets", "--series", str(series), "--points", str(points))
    (address,) = stage.serve(root)
    record = make_record(
        f"{int(about['ROWS']):,} midpoints in {series:,} series of Polymarket, {points:,} a series, a minute apart", ("requests", "orjson"))

    def by_penstock(name, group, title, storage, most):
        folder = "/archive.db" if storage == "sqlite" else "/polymarket/prices"
        return Process(
            name, title, group, lambda place: [
                stage.penstock(), "backfill", "polymarket", "--limit", "all", "--datasets", "prices",
                *upstreams(address, "gamma", "clob", "polymarket-data", "polymarket-data-v1"), "--data-dir", place, "--storage", storage, "--quiet"],
            lambda place: rows.check_prices(root, place + folder, storage, "polymarket_prices"), about["NOW"], most)

    def by_orjson(name, group, title, kind):
        return Process(
            name, title, group, lambda place: [
                *peer(stage, "markets/peer-orjson", "requests", "orjson"), "prices", address, f"{root}/tokens", about["START"],
                seconds(about["NOW"]), kind, place],
            lambda place: rows.check_prices(root, place, kind, "prices"))

    compare(stage, record, [
        by_penstock("penstock-csv", "csv", "penstock", "csv", 64),
        by_orjson("orjson", "csv", "requests, orjson, csv", "csv"),
        by_penstock("penstock-sqlite", "sqlite", "penstock, `--storage sqlite`", "sqlite", 128),
        by_orjson("orjson-sqlite", "sqlite", "requests, orjson, sqlite3 (WAL, NORMAL, the same key)", "sqlite"),
        sqlite_alone("polymarket_prices"),
    ])
    return record
