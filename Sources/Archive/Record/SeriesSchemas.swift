import GRDB
package import PluginKit
package import Tabular

/// With which of its dataset's schemas a series was written, how its rows become rows of a later one, and from which
/// row on it was read with one: table `schema_starts`.
extension Record {
    /// The number of the schema that a series is read and written with. Throws `.misuse` where the record has none like
    /// it: it was not declared.
    package func schema(of series: Series) throws -> Int {
        try schemas(of: series) { try $0.number(of: series.dataset) }
    }

    /// A series with the columns in which a part of it was written.
    package func written(_ part: SeriesPart, of series: Series) throws -> Series {
        try written(schema: part.schema, of: series)
    }

    package func written(schema: Int, of series: Series) throws -> Series {
        try schemas(of: series) { Series(series.unit, try $0.dataset(series.dataset, under: schema)) }
    }

    private func schemas<Result>(of series: Series, _ body: (inout SchemaList) throws -> Result) throws -> Result {
        let (provider, dataset) = (series.unit.provider, series.dataset.name)
        let key = "\(provider)/\(dataset)"
        if var list = schemas[key] {
            // Somebody else may have added one since.
            if let result = try list.result(body) {
                schemas[key] = list
                return result
            }
        }
        var list = SchemaList(try read { db in try RecordedColumns.all(db, provider: provider, dataset: dataset) })
        guard let result = try list.result(body) else {
            throw ArchiveError(
                .misuse, "\(series.label): the record does not have the columns of \(dataset) that are asked for")
        }
        schemas[key] = list
        return result
    }

    /// A part of a series is written with a later schema than before, in a transaction that is open: its rows have
    /// nulls in the columns that they were not read with.
    package func widen(_ part: SeriesPart, of series: Series) throws {
        let schema = try schema(of: series)
        guard part.schema < schema, let last = part.rows.last else { return }
        try write { db in
            for number in part.schema + 1...schema {
                try db.run(
                    """
                    INSERT INTO schema_starts (unit, dataset, schema, tick) VALUES (?, ?, ?, ?)
                    ON CONFLICT (unit, dataset, schema) DO UPDATE SET tick = max(tick, excluded.tick)
                    """,
                    [series.unit.id, series.dataset.name, number, last + 1])
            }
        }
    }

    /// All stored rows from a tick on were in one answer that was read with all columns; nil: all there are.
    package func read(_ series: Series, from tick: Int64?) throws {
        // Of a dataset with one schema there are none.
        guard try schemas(of: series, { $0.count }) != 1 else { return }
        try write { db in
            guard let tick else {
                return try db.run(
                    "DELETE FROM schema_starts WHERE unit = ? AND dataset = ?", [series.unit.id, series.dataset.name])
            }
            try db.run(
                "UPDATE schema_starts SET tick = min(tick, ?) WHERE unit = ? AND dataset = ?",
                [tick, series.unit.id, series.dataset.name])
        }
    }

    /// Before which tick rows of a series were not read with a schema, by its number.
    fileprivate func starts(of series: Series) throws -> [Int: Int64] {
        try read { db in
            let rows = try db.rows(
                "SELECT schema, tick FROM schema_starts WHERE unit = ? AND dataset = ?",
                [series.unit.id, series.dataset.name])
            var starts: [Int: Int64] = [:]
            while let row = try rows.next() { starts[row[0]] = row[1] }
            return starts
        }
    }

    /// Whether a dataset has columns that it did not always have.
    func hasGained(_ series: Series) throws -> Bool {
        try schemas(of: series) { $0.births(of: series.dataset).contains { $0.schema > 1 } }
    }

    /// The columns that a series has gained since its first rows; `part` is one of its parts, as it is now. Where the
    /// dataset has gained none there is nothing to look for: see ``hasGained(_:)``.
    package func gained(_ part: SeriesPart, of series: Series) throws -> GainedColumns {
        let births = try schemas(of: series) { $0.births(of: series.dataset) }
        let starts = try starts(of: series)
        return GainedColumns(
            births.compactMap { column, schema in
                let start = part.schema < schema ? .max : starts[schema]
                guard let start, let first = part.rows.first, first < start else { return nil }
                return GainedColumns.Column(
                    index: column, name: series.dataset.schema.columns[column].name, start: start)
            }, axis: series.dataset.axisColumn)
    }

    /// The units, behind one, that have a part whose schema is not its dataset's newest, at most `limit`.
    package func narrowUnits(after unit: Int64, limit: Int) throws -> [Int64] {
        try read { db in
            try Int64.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT DISTINCT p.unit FROM (
                            SELECT unit, dataset, schema FROM files UNION ALL SELECT unit, dataset, schema FROM \
                        table_parts) p
                        JOIN units u ON u.id = p.unit
                        WHERE p.unit > ?1 AND p.schema < (
                            SELECT max(c.schema) FROM dataset_columns c WHERE c.provider = u.provider AND c.dataset = \
                        p.dataset)
                        ORDER BY 1 LIMIT ?2
                        """), arguments: [unit, limit])
        }
    }
}

/// The columns that a dataset has had, with what was asked of them looked up once.
struct SchemaList {
    /// A number, or columns, that are not in the list.
    struct Unknown: Error {}

    private let all: [RecordedColumns]
    var count: Int { all.count }
    /// What was asked for last: pages of one dataset come one after the other.
    private var numbered: (schema: Schema, number: Int)?
    private var written: [Int: (asked: Schema, dataset: Dataset)] = [:]

    init(_ all: [RecordedColumns]) {
        self.all = all
    }

    /// nil: of a schema that is not in the list.
    mutating func result<Result>(_ body: (inout SchemaList) throws -> Result) throws -> Result? {
        do {
            return try body(&self)
        } catch is Unknown {
            return nil
        }
    }

    mutating func number(of dataset: Dataset) throws -> Int {
        if let numbered, numbered.schema == dataset.schema { return numbered.number }
        guard let place = all.lastIndex(of: RecordedColumns(dataset.schema)) else { throw Unknown() }
        numbered = (dataset.schema, place + 1)
        return place + 1
    }

    /// A dataset with the columns of a number; as it is where those are its own.
    mutating func dataset(_ dataset: Dataset, under number: Int) throws -> Dataset {
        if let known = written[number], known.asked == dataset.schema { return known.dataset }
        // Of a damaged record: what is asked for is the best that is known.
        guard !all.isEmpty else { return dataset }
        guard all.indices.contains(number - 1) else { throw Unknown() }
        var found = dataset
        // The same where this version does not know one of the types.
        if all[number - 1] != RecordedColumns(dataset.schema), let schema = all[number - 1].schema {
            found = dataset.having(schema)
        }
        written[number] = (dataset.schema, found)
        return found
    }

    /// Of each column of a dataset the first schema from which on all have it.
    func births(of dataset: Dataset) -> [(column: Int, schema: Int)] {
        guard all.count > 1 else { return [] }
        return dataset.schema.columns.indices.map { index in
            let name = dataset.schema.columns[index].name
            let without = all.lastIndex { columns in !columns.columns.contains { $0.name == name } }
            return (index, without.map { $0 + 2 } ?? 1)
        }
    }
}

/// Columns that a series has gained, and of which of its rows they were never read.
package struct GainedColumns: Sendable, Hashable {
    package struct Column: Sendable, Hashable {
        /// Its place in the dataset.
        package let index: Int
        package let name: String
        /// Rows before this tick were stored without the column; `Int64.max`: all are.
        package let start: Int64

        package init(index: Int, name: String, start: Int64) {
            self.index = index
            self.name = name
            self.start = start
        }
    }

    package let columns: [Column]
    private let axis: Int?

    package init(_ columns: [Column] = [], axis: Int? = nil) {
        self.columns = axis == nil ? [] : columns
        self.axis = axis
    }

    package var isEmpty: Bool { columns.isEmpty }
    /// Rows from this tick on were read with all of them.
    package var start: Int64 { columns.map(\.start).max() ?? .min }

    /// The columns of a stored row that are null because it was stored without them.
    package func unread(_ row: Int, of stored: Batch) -> [Int] {
        guard let axis, !columns.isEmpty else { return [] }
        let tick = stored.integer(row: row, column: axis)
        return columns.filter { tick < $0.start && stored.isNull(row: row, column: $0.index) }.map(\.index)
    }

    /// Whether an answered row differs from a stored one in nothing but what the stored row was never read with.
    func onlyFills(_ row: Int, of stored: Batch, _ other: Int, of answered: Batch) -> Bool {
        let unread = unread(row, of: stored)
        guard !unread.isEmpty else { return false }
        return stored.schema.columns.indices.allSatisfy { column in
            unread.contains(column) || stored.isSame(column: column, row: row, as: other, in: answered)
        }
    }
}

/// Rows of fewer columns as rows of more: what they have not is null.
package struct Widening {
    private let schema: Schema
    /// Of each column its place in the narrower rows. nil: the columns are the same ones.
    private let places: [Int?]?

    /// Throws `.misuse` where columns of the narrower rows are not among the wider ones'.
    package init(from narrow: Dataset, to wide: Dataset) throws {
        schema = wide.schema
        guard narrow.schema != wide.schema else {
            places = nil
            return
        }
        guard RecordedColumns(narrow.schema).canGrow(into: RecordedColumns(wide.schema)) else {
            throw ArchiveError(
                .misuse,
                "Rows of \(narrow.name) with \(narrow.schema.names.joined(separator: ", ")) are none with "
                    + wide.schema.names.joined(separator: ", "))
        }
        places = wide.schema.columns.map { narrow.schema.index(of: $0.name) }
    }

    package func callAsFunction(_ batch: Batch) -> Batch {
        guard let places else { return batch }
        var builder = BatchBuilder(schema)
        builder.append(columns: places.map { place in place.map { batch.columns[$0] } ?? .nulls(batch.count) })
        return builder.finish()
    }

    /// Rows of the narrower columns again, as their digest was taken.
    package func narrowed(_ batch: Batch) -> Batch {
        guard let places else { return batch }
        return batch.projecting(
            places.indices.filter { places[$0] != nil }.sorted { (places[$0] ?? 0) < (places[$1] ?? 0) })
    }
}

extension ColumnData {
    /// So many nulls, of any type.
    fileprivate static func nulls(_ rows: Int) -> ColumnData {
        var column = ColumnData(values: Array(repeating: 0, count: rows))
        column.nulls = Array(repeating: true, count: rows)
        return column
    }
}
