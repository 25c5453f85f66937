import PluginKit
import TableRows
import Tabular

/// Formats for the contract to find: each does one thing otherwise than `Sound`.
protocol FaultyFormat: TableFormat where Options == NoOptions {
    init()
}

extension FaultyFormat {
    static var manifest: SinkManifest { SinkManifest(name: "faulty", summary: "Has one fault") }

    init(options: NoOptions) { self.init() }

    func layout(of schema: Schema) -> TableLayout {
        TableLayout(columns: TableRows.columns(of: schema), isClustered: true)
    }

    func write(_ batch: Batch, to table: some TableWriter) throws { try TableRows.write(batch, to: table) }

    func read(_ row: some TableReader, schema: Schema, into builder: inout BatchBuilder) throws {
        try TableRows.read(row, schema: schema, into: &builder)
    }
}

struct Sound: FaultyFormat {}

/// Rounds.
struct Lossy: FaultyFormat {
    func write(_ batch: Batch, to table: some TableWriter) throws {
        try TableRows.write(batch, to: AlteredTable(table, rounds: true))
    }
}

/// Has a column without cells.
struct Narrow: FaultyFormat {
    func layout(of schema: Schema) -> TableLayout {
        TableLayout(
            columns: TableRows.columns(of: schema) + [TableColumn("more", "TEXT", nullable: true)], isClustered: true)
    }
}

/// Takes what it cannot read for nulls.
struct Lenient: FaultyFormat {
    func read(_ row: some TableReader, schema: Schema, into builder: inout BatchBuilder) throws {
        do {
            try TableRows.read(row, schema: schema, into: &builder)
        } catch {
            for _ in schema.columns { builder.null() }
            builder.endRow()
        }
    }
}

struct Filed: FaultyFormat {
    static let manifest = SinkManifest(name: "faulty", summary: "Has one fault", fileExtension: "db")
}

struct Renamed: FaultyFormat {
    func layout(of schema: Schema) -> TableLayout {
        TableLayout(
            columns: TableRows.columns(of: schema).map { TableColumn($0.name + "_", $0.type, nullable: $0.isNullable) },
            isClustered: true)
    }
}

/// Writes all rows as one.
struct Endless: FaultyFormat {
    func write(_ batch: Batch, to table: some TableWriter) throws {
        try TableRows.write(batch, to: AlteredTable(table, ends: false))
    }
}

/// Calls everything a text.
struct Loose: FaultyFormat {
    func layout(of schema: Schema) -> TableLayout {
        TableLayout(
            columns: TableRows.columns(of: schema).map { TableColumn($0.name, "TEXT", nullable: $0.isNullable) },
            isClustered: true)
    }
}

/// Hands cells on, with a fault.
private final class AlteredTable<Table: TableWriter>: TableWriter {
    private let table: Table
    private let rounds: Bool
    private let ends: Bool

    init(_ table: Table, rounds: Bool = false, ends: Bool = true) {
        self.table = table
        self.rounds = rounds
        self.ends = ends
    }

    func null() { table.null() }
    func integer(_ value: Int64) { table.integer(value) }
    func real(_ value: Double) { table.real(rounds ? value.rounded() : value) }
    func text(_ bytes: UnsafeBufferPointer<UInt8>) { table.text(bytes) }
    func endRow() throws { if ends { try table.endRow() } }
}

/// Calls a column by its place.
struct Numbered: FaultyFormat {
    func layout(of schema: Schema) -> TableLayout {
        let columns = TableRows.columns(of: schema).enumerated().map { place, column in
            schema.keyNames.contains(column.name)
                ? column : TableColumn("c\(place)", column.type, nullable: column.isNullable)
        }
        return TableLayout(columns: columns, isClustered: true)
    }
}

/// Takes the first column for one that is always there.
struct Presuming: FaultyFormat {
    func read(_ row: some TableReader, schema: Schema, into builder: inout BatchBuilder) throws {
        if row.isNull(0) { throw TableFormatError(column: schema.names[0], "is null") }
        try TableRows.read(row, schema: schema, into: &builder)
    }
}
