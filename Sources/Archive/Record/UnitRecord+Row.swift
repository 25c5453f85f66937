import GRDB
import PluginKit
import Tabular

extension UnitRecord {
    /// What `init(row:)` reads, in that order, of a table `units` that is called `u`.
    static let columns = """
        u.id, u.provider, u.name, u.label, u.partition, u.state,
        CASE WHEN u.subject IS NULL THEN u.note ELSE (SELECT s.note FROM subjects s WHERE s.id = u.subject) END,
        u.rank, u.start, u.due, u.tries, u.cause, u.cause_detail, u.completed,
        u.subject, (SELECT s.name FROM subjects s WHERE s.id = u.subject), u.compared, u.rereads, u.accepted, u.announced,
        u.retired
        """
    /// How many they are.
    static let width = 21

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
        subject = (row[14] as Int64?).map { Owner(id: $0, name: row[15] ?? "") }
        rereading = Rereading(compared: row[16], record: row[17])
        announced = Set((row[19] as String? ?? "").split(separator: "\n").compactMap(Announcement.init(record:)))
        retired = Instant(record: row[20])
        accepted = (row[18] as String?).flatMap(AcceptedWord.init)
    }

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws -> [UnitRecord] {
        var units: [UnitRecord] = []
        let rows = try db.rows("SELECT \(columns) FROM units u WHERE \(condition)", arguments)
        while let row = try rows.next() { units.append(UnitRecord(row: row)) }
        return units
    }
}

extension Announcement {
    /// `20494 the split 2:1 of 2026-02-09`, a line of its unit's.
    var record: String { "\(tick) \(text.split(whereSeparator: \.isNewline).joined(separator: " "))" }

    init?(record: Substring) {
        let parts = record.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let tick = Int64(parts[0]) else { return nil }
        self.init(tick, String(parts[1]))
    }
}
