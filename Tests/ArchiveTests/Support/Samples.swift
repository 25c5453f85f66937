import Archive
import PluginKit
import SQLite
import Tabular

/// The datasets and rows that these tests write.
enum Samples {
    static let bars = Dataset(
        "bars", .series(axis: "date", isDense: true), "Bars.",
        columns: [
            Column("date", .day), Column("symbol", .text), Column("close", .decimal),
            Column("volume", .integer, nullable: true),
        ],
        key: ["symbol", "date"])
    static let actions = Dataset(
        "actions", .series(axis: "date", isDense: false), "Actions.",
        columns: [Column("date", .day), Column("symbol", .text), Column("amount", .decimal)],
        key: ["symbol", "date"])
    /// Kept in the record, as versions from format 9 on do.
    static let notes = notes(.record)
    /// With a column more.
    static let signedNotes = notes(.record, [Column("author", .text, nullable: true)])

    static func notes(_ home: Dataset.Home, _ more: [Column] = []) -> Dataset {
        Dataset(
            "notes", .series(axis: "date", isDense: false), "Notes.",
            columns: [Column("date", .day), Column("symbol", .text), Column("mark", .decimal)] + more,
            key: ["symbol", "date"], home: home)
    }

    static let trades = Dataset(
        "trades", .series(axis: "time", isDense: false), "Trades.",
        columns: [Column("time", .instant(fractionDigits: 6)), Column("id", .text), Column("price", .decimal)],
        key: ["time", "id"])
    static let members = Dataset(
        "members", .entities(Dataset.Membership(firstSeen: "first_seen", lastSeen: "last_seen")), "Members.",
        columns: [
            Column("symbol", .text), Column("name", .text, nullable: true), Column("weight", .decimal, nullable: true),
            Column("first_seen", .day), Column("last_seen", .day, nullable: true),
        ], key: ["symbol"])

    static let day0 = Day("2024-01-01")?.number ?? 0

    /// Bars on days counted from 2024-01-01; a close of `100 + day` unless another is given.
    static func bars(_ symbol: String, _ days: some Sequence<Int>, close: (Int) -> String = { "\(100 + $0).5" })
        -> Batch
    {
        var builder = BatchBuilder(bars.schema)
        for day in days {
            builder.day(Day(number: day0 + Int64(day)))
            builder.text(symbol)
            builder.decimal(close(day))
            if day % 7 == 3 { builder.null() } else { builder.integer(Int64(day) * 1000) }
            builder.endRow()
        }
        return builder.finish()
    }

    static func actions(_ days: [Int], of symbol: String = "AAPL") -> Batch {
        var builder = BatchBuilder(actions.schema)
        for day in days {
            builder.day(Day(number: day0 + Int64(day)))
            builder.text(symbol)
            builder.decimal("0.24")
            builder.endRow()
        }
        return builder.finish()
    }

    static func notes(_ days: some Sequence<Int>, of symbol: String = "AAPL", mark: String = "1.50") -> Batch {
        var builder = BatchBuilder(notes.schema)
        for day in days {
            builder.day(Day(number: day0 + Int64(day)))
            builder.text(symbol)
            builder.decimal(mark)
            builder.endRow()
        }
        return builder.finish()
    }

    static func trades(_ ids: some Sequence<Int>) -> Batch {
        var builder = BatchBuilder(trades.schema)
        for id in ids {
            builder.instant(Instant(seconds: 1_700_000_000 + Int64(id)))
            builder.text("t\(id)")
            builder.decimal("0.\(id)")
            builder.endRow()
        }
        return builder.finish()
    }

    static func members(_ rows: [(symbol: String, name: String?, weight: String?)]) -> Batch {
        var builder = BatchBuilder(members.schema)
        for row in rows {
            builder.text(row.symbol)
            if let name = row.name { builder.text(name) } else { builder.null() }
            if let weight = row.weight { builder.decimal(weight) } else { builder.null() }
            builder.null()
            builder.null()
            builder.endRow()
        }
        return builder.finish()
    }

    static func span(_ days: Range<Int>) -> Span { Span(day0 + Int64(days.lowerBound), day0 + Int64(days.upperBound)) }

    /// Noon of a day counted from 2024-01-01.
    static func noon(_ day: Int) -> Instant { Day(number: day0 + Int64(day)).startUTC.adding(seconds: 43_200) }

    static func sinks(_ names: [String]) -> [ArchiveSink] {
        names.map { name in
            name == "memory" || name == "hasty"
                ? .store(StoreSink(name) { record, _ in MemoryStore(name, record, isHasty: name == "hasty") })
                : name == "sqlite"
                    ? .table(TableSink(name, SQLiteFormat()))
                    : .file(
                        FileSink(
                            name, fileExtension: name == "lines" ? "txt" : "txt.\(name)",
                            LineFormat(
                                isSealing: name != "lines" && name != "held", isHolding: name == "held",
                                compactsAfter: name == "compacted" ? 4 : nil)))
        }
    }
}
