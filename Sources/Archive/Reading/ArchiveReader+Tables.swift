import GRDB
import Host
import PluginKit
import Tabular

extension ArchiveReader {
    /// The table of a series dataset on this reader's connection.
    func seriesTable(of provider: String, _ dataset: Dataset, _ sink: TableSink) throws -> SeriesTable {
        let name = SQLName.table(provider, dataset.name)
        if let known = seriesTables[name], known.dataset.schema == dataset.schema { return known }
        guard let connection else { throw ArchiveError(.database, "The archive's database is closed") }
        let table = try SeriesTable(provider: provider, dataset: dataset, format: sink.format, connection: connection)
        seriesTables[name]?.close()
        seriesTables[name] = table
        return table
    }

    func tablePart(of unit: UnitRecord, _ dataset: Dataset, _ sink: TableSink) throws -> TablePart? {
        try read { db in try TablePart.fetch(db, of: unit, dataset.name, sink: sink.name) }
    }

    /// Hands out the rows of a unit from its table.
    func readRows(
        of part: TablePart, unit: UnitRecord, dataset: Dataset, sink: TableSink, from lower: Int64? = nil, _ body: (Batch) throws -> Void
    ) throws {
        let table = try seriesTable(of: unit.provider, dataset, sink)
        do {
            try table.forEachBatch(try prefix(of: part, in: table, label: unit.label), from: lower, body)
        } catch let error as TableFormatError {
            throw damaged(table: table.name, label: unit.label, "has a row that \(sink.name) does not write: \(error)", cause: error)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw damaged(table: table.name, label: unit.label, "cannot be read: \(error.message ?? "no reason given")", cause: error)
        }
    }

    /// Compares the ends of a unit's rows with the record, once.
    func check(_ part: TablePart, unit: UnitRecord, dataset: Dataset, sink: TableSink) throws {
        let recorded = part.rows
        guard recorded.count > 0, let last = recorded.last, let axis = dataset.axisColumn, !checkedParts.contains(part.id) else { return }
        var found: Int64?
        try readRows(of: part, unit: unit, dataset: dataset, sink: sink, from: last) { found = $0.columns[axis].values.last }
        guard found == last else {
            let place = found.map { "ends at \(dataset.axis.text($0))" } ?? "has no row at the end"
            throw damaged(table: part.table, label: unit.label, "\(place), where the record has \(dataset.axis.text(last))")
        }
        checkedParts.insert(part.id)
    }

    func prefix(of part: TablePart, in table: SeriesTable, label: String) throws -> KeyPrefix {
        guard let text = part.prefix, let prefix = KeyPrefix(text: text, schema: table.prefixSchema) else {
            throw damaged(table: part.table, label: label, "cannot be read: the record does not say which rows are the unit's")
        }
        return prefix
    }

    func damaged(table: String, label: String, _ what: String, cause: (any Error)? = nil) -> ArchiveError {
        let path = disk.absolute(identity.database)
        return ArchiveError(
            .damagedFile, "\(label): the table \(table) of \(path) \(what)",
            fix: "put the database back from a copy of the whole archive, or run penstock verify --repair to fetch it anew", path: path,
            cause: cause)
    }
}
