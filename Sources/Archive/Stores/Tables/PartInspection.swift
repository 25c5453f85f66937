import GRDB
import PluginKit
import Tabular

/// Verification of a store of tables: the rows that a unit has in a table are held against its record.
extension TableStore {
    package func verify(
        _ part: SeriesPart, of series: Series, isFull: Bool, tailOrigin: () throws -> TailOrigin
    ) throws -> SeriesLook {
        try PartInspection(
            store: self, series: record.written(part, of: series), part: part, place: place(of: part), isFull: isFull
        ).look()
    }
}

/// Holds the rows that a unit has in a table against the record. Record and table are to be read in one transaction.
private struct PartInspection {
    let store: TableStore
    let series: Series
    let part: SeriesPart
    let place: SeriesPart.Table
    let isFull: Bool

    private var dataset: Dataset { series.dataset }

    func look() throws -> SeriesLook {
        var look = SeriesLook()
        guard part.rows.count > 0 || place.prefix != nil else {
            look.proved = RowTally()
            return look
        }
        guard try store.record.isTable(place.name) else {
            look.findings.append(finding(.missing, "is gone"))
            return look
        }
        let table = try store.table(of: series)
        guard let prefix = try store.prefix(of: part, in: table) else {
            look.findings.append(finding(.unrecorded, "the record does not say which rows are the unit's"))
            return look
        }
        do {
            if isFull { try lookAtAll(prefix, table, &look) } else { try lookAtEnds(prefix, table, &look) }
        } catch let error as TableFormatError {
            look.findings.append(finding(.unreadable, "has a row that \(store.name) does not write: \(error)"))
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_ERROR || error.resultCode == .SQLITE_CORRUPT
        {
            look.findings.append(finding(.unreadable, "cannot be read: \(error.message ?? "no reason given")"))
        }
        return look
    }

    private func lookAtAll(_ prefix: KeyPrefix, _ table: SeriesTable, _ look: inout SeriesLook) throws {
        // The table's key keeps rows apart, and the query their order.
        var scan = RowScan(axis: dataset.axisColumn, checksOrder: false)
        try table.forEachBatch(prefix) { scan.add($0) }
        look.rows += scan.tally.count
        guard let difference = scan.difference(from: part.rows, on: dataset.axis) else {
            if part.rows.digest == nil {
                look.notes.append((.noDigest, "\(place.name): \(series.label)"))
            } else {
                look.proved = scan.tally
            }
            return
        }
        look.findings.append(finding(difference.code, difference.message))
    }

    private func lookAtEnds(_ prefix: KeyPrefix, _ table: SeriesTable, _ look: inout SeriesLook) throws {
        guard let found = try PartEnds(table, prefix, store.format, store.record.connection).read() else { return }
        look.rows += min(found.count, 2)
        if found.count != part.rows.count {
            look.findings.append(finding(.wrongRows, RowScan.counts(found.count, part.rows.count)))
        } else if found.first != part.rows.first || found.last != part.rows.last {
            look.findings.append(finding(.wrongEnds, RowScan.ends(found, part.rows, dataset.axis)))
        }
    }

    private func finding(_ code: Finding.Code, _ message: String) -> Finding {
        Finding(
            code, of: series.unit, dataset: dataset.name, sink: store.name, path: store.record.path, table: place.name,
            place: Finding.Place(key: place.prefix), message)
    }
}
