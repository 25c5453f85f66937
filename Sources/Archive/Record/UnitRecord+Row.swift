import GRDB
import PluginKit
import Tabular

extension UnitRecord {
    /// The columns in the order that `init(row:)` reads.
    static let columns = "id, provider, name, label, partition, state, note, rank, start, due, tries, cause, cause_detail, completed"

    init(row: Row) {
        id = row[0]
        provider = row[1]
        name = UnitName(text: row[2])
        label = row[3]
        partition = DataPath.partition(row[4])
        state = State(rawValue: row[5]) ?? .known
        note = row[6]
        rank = row[7]
        start = row[8]
        due = Instant(record: row[9])
        tries = row[10]
        cause = (row[11] as String?).map { Reason($0, row[12] ?? "") }
        completed = Instant(record: row[13])
    }

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [UnitRecord] {
        var units: [UnitRecord] = []
        let rows = try db.rows("SELECT \(columns) FROM units WHERE \(condition)", arguments)
        while let row = try rows.next() { units.append(UnitRecord(row: row)) }
        return units
    }
}
