#!/usr/bin/env python3
"""What SQLite and zlib cost by themselves for the rows that Penstock stored: the part of its time that is theirs.

    alone.py sqlite DATABASE TABLE TARGET   the rows of a table into an empty one of the same declaration, in the order of its key, by one
                                            statement (WAL, FULL): no JSON, no cells to bind, only SQLite reading and inserting
    alone.py gzip FOLDER LEVEL              every CSV file of a folder through zlib once, written nowhere
"""
import os
import sqlite3
import sys
import zlib


def by_sqlite(source, table, target):
    database = sqlite3.connect(target, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("ATTACH ? AS source", (source,))
    (declaration,) = database.execute("SELECT sql FROM source.sqlite_master WHERE name = ?", (table,)).fetchone()
    database.execute(declaration)
    key = [row[1] for row in sorted(database.execute(f'PRAGMA source.table_info("{table}")'), key=lambda row: row[5]) if row[5]]
    # With an order SQLite inserts rows; without one it would copy pages of equal tables.
    database.execute(f'INSERT INTO main."{table}" SELECT * FROM source."{table}" ORDER BY {", ".join(key)}')
    database.close()


def by_zlib(folder, level):
    for place, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".csv"):
                with open(os.path.join(place, name), "rb") as file:
                    zlib.compress(file.read(), int(level))


if __name__ == "__main__":
    {"sqlite": by_sqlite, "gzip": by_zlib}[sys.argv[1]](*sys.argv[2:])
