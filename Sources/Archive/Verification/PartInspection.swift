import GRDB
import Host
import PluginKit
import Tabular

/// Holds the rows that a unit has in a table against the record. Record and table are to be read in one transaction.
struct PartInspection {
    let reader: ArchiveReader
    let unit: UnitRecord
    let dataset: Dataset
    let sink: TableSink
    let isFull: Bool

    func look(_ part: TablePart, _ db: Database) throws -> SeriesLook {
        var look = SeriesLook()
        guard part.rows.count > 0 || part.prefix != nil else {
            look.proved = RowTally()
            return look
        }
        guard try db.tableExists(part.table) else {
            look.findings.append(finding(.missing, part, "is gone"))
            return look
        }
        let table = try reader.seriesTable(of: unit.provider, dataset, sink)
        guard let prefix = part.prefix.flatMap({ KeyPrefix(text: $0, schema: table.prefixSchema) }) else {
            look.findings.append(finding(.unrecorded, part, "the record does not say which rows are the unit's"))
            return look
        }
        do {
            if isFull { try lookAtAll(part, prefix, table, &look) } else { try lookAtEnds(part, prefix, table, &look) }
        } catch let error as TableFormatError {
            look.findings.append(finding(.unreadable, part, "has a row that \(sink.name) does not write: \(error)"))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR || error.resultCode == .SQLITE_CORRUPT {
            look.findings.append(finding(.unreadable, part, "cannot be read: \(error.message ?? "no reason given")"))
        }
        return look
    }

    private func lookAtAll(_ part: TablePart, _ prefix: KeyPrefix, _ table: SeriesTable, _ look: inout SeriesLook) throws {
        // The table's key keeps rows apart, and the query their order.
        var scan = RowScan(axis: dataset.axisColumn, checksOrder: false)
        try table.forEachBatch(prefix) { scan.add($0) }
        look.rows += scan.tally.count
        guard let difference = scan.difference(from: part.rows, on: dataset.axis) else {
            if part.rows.digest == nil { look.notes.append((.noDigest, "\(part.table): \(unit.label)")) } else { look.proved = scan.tally }
            return
        }
        look.findings.append(finding(difference.code, part, difference.message))
    }

    private func lookAtEnds(_ part: TablePart, _ prefix: KeyPrefix, _ table: SeriesTable, _ look: inout SeriesLook) throws {
        guard let found = try PartEnds(table, prefix, sink.format, reader.connection).read() else { return }
        look.rows += min(found.count, 2)
        if found.count != part.rows.count {
            look.findings.append(finding(.wrongRows, part, RowScan.counts(found.count, part.rows.count)))
        } else if found.first != part.rows.first || found.last != part.rows.last {
            look.findings.append(finding(.wrongEnds, part, RowScan.ends(found, part.rows, dataset.axis)))
        }
    }

    private func finding(_ code: Finding.Code, _ part: TablePart, _ message: String) -> Finding {
        Finding(
            code, of: unit, dataset: dataset.name, sink: sink.name, path: reader.disk.absolute(reader.identity.database), table: part.table,
            place: Finding.Place(key: part.prefix), message)
    }
}
