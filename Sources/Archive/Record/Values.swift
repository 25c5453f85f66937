import GRDB
package import Tabular

/// The single values of the record: table `archive`.
enum ArchiveValue: String {
    case id, format, created, start
    /// Names of the sinks, joined by commas; what `archive.json` says of them follows from it.
    case sinks
    /// The sink that a conversion is filling and that is not one of the archive's yet; what it wrote goes when the
    /// archive is opened next.
    case filling
    /// The run that has begun and not ended; set in the transaction that begins it. While it is set at the next start,
    /// files may have tails.
    case openRun = "open_run"
    /// The last run whose units were folded into months.
    case folded
    /// What `quarantine.jsonl` was last rendered from.
    case renderedQuarantine = "rendered_quarantine"

    func read(_ db: Database) throws -> String? {
        try String.fetchOne(db.cachedStatement(sql: "SELECT value FROM archive WHERE name = ?"), arguments: [rawValue])
    }

    /// nil removes it.
    func write(_ value: String?, _ db: Database) throws {
        guard let value else {
            return try db.cachedStatement(sql: "DELETE FROM archive WHERE name = ?").execute(arguments: [rawValue])
        }
        try db.cachedStatement(
            sql:
                """
                INSERT INTO archive (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """
        )
        .execute(arguments: [rawValue, value])
    }
}

/// How the record marks the sink that a conversion is filling, `csv.gz/csv.gz`: with the extension of its files,
/// because what was written must go even where the sink is not built in any more. Of a sink of tables nothing follows,
/// of one with a store of its own kind an empty extension.
package struct SinkMark {
    enum Kind: Equatable {
        case files(fileExtension: String)
        case tables
        case store
    }

    package let sink: String
    let kind: Kind

    package init(_ sink: ArchiveSink) {
        self.sink = sink.name
        switch sink {
        case .file(let sink): kind = .files(fileExtension: sink.fileExtension)
        case .table: kind = .tables
        case .store: kind = .store
        }
    }

    init(text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        sink = parts[0]
        kind = parts.count == 1 ? .tables : parts[1].isEmpty ? .store : .files(fileExtension: parts[1])
    }

    var text: String {
        switch kind {
        case .files(let fileExtension): "\(sink)/\(fileExtension)"
        case .tables: sink
        case .store: "\(sink)/"
        }
    }
}

/// Table `archive`.
extension Record {
    /// The first day that the archive was asked for; nil where it has none.
    package var start: Day? {
        get throws { try value(.start).flatMap { Day($0) } }
    }

    /// Moves the archive's first day back to an earlier one; never forward.
    package func widenStart(to day: Day) throws {
        if let start = try start, start <= day { return }
        try set(.start, to: day.description)
    }

    /// Names of the stores, in their order; nil: only `archive.json` has them.
    package var sinks: [String]? {
        get throws { try value(.sinks).map(SinkNames.read) }
    }

    package func set(sinks: [String]) throws { try set(.sinks, to: SinkNames.text(sinks)) }

    /// The store that a conversion is filling; nil: none is.
    package var filling: SinkMark? {
        get throws { try value(.filling).map { SinkMark(text: $0) } }
    }

    package func set(filling: SinkMark?) throws { try set(.filling, to: filling?.text) }

    /// The last transaction that a store with one of its own has prepared: once the record is committed, it is to be
    /// ended. nil: none.
    package func prepared(of sink: String) throws -> String? {
        try read { db in try db.text("SELECT value FROM archive WHERE name = ?", ["prepared/\(sink)"]) }
    }

    package func set(prepared transaction: String, of sink: String) throws {
        try write { db in
            try db.run(
                """
                INSERT INTO archive (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """,
                ["prepared/\(sink)", transaction])
        }
    }

    /// The run that has begun and not ended.
    package var openRun: String? {
        get throws { try value(.openRun) }
    }

    func value(_ value: ArchiveValue) throws -> String? { try read { db in try value.read(db) } }

    func set(_ value: ArchiveValue, to text: String?) throws { try write { db in try value.write(text, db) } }

    /// A copied record is another archive's from now on.
    package func become(_ id: String, created: Instant) throws {
        try set(.id, to: id)
        try set(.created, to: created.record)
    }
}

/// Names of sinks as the record keeps them: joined by commas.
enum SinkNames {
    static func text(_ names: [String]) -> String { names.joined(separator: ",") }
    static func read(_ text: String) -> [String] { text.split(separator: ",").map { String($0) } }
}
