import GRDB
import PluginKit

/// One series of a unit, with what the record says of it in each sink.
struct StoredSeries {
    let unit: UnitRecord
    let dataset: String
    let files: [FileRecord]
    let parts: [TablePart]

    /// Whether a sink has something of it, if only a header.
    var isBegun: Bool { files.contains { $0.contents.length > 0 } || parts.contains { $0.rows.count > 0 } }

    /// nil: the sink does not know the series.
    func rows(in sink: String) -> RowTally? {
        files.first { $0.sink == sink }?.contents.rows ?? parts.first { $0.sink == sink }?.rows
    }
}

/// All series of an archive in the order of their units, a portion of the units in memory.
struct StoredSeriesWalk {
    private let database: DatabaseQueue
    private var last: Int64 = 0

    private static let portion = 256

    init(_ database: DatabaseQueue) {
        self.database = database
    }

    static func count(_ db: Database) throws -> Int {
        let series = "SELECT unit, dataset FROM files UNION SELECT unit, dataset FROM table_parts"
        return Int(try db.integer("SELECT count(*) FROM (\(series))") ?? 0)
    }

    /// The series of the next units; empty at the end.
    mutating func next() throws -> [StoredSeries] {
        let after = last
        let series = try database.inDatabase { db in try StoredSeriesWalk.fetch(db, after: after) }
        last = series.last?.unit.id ?? last
        return series
    }

    private static func fetch(_ db: Database, after: Int64) throws -> [StoredSeries] {
        let units = try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT unit FROM files WHERE unit > ?1 UNION SELECT unit FROM table_parts WHERE unit > ?1 ORDER BY 1 LIMIT ?2"),
            arguments: [after, portion])
        guard let first = units.first, let last = units.last else { return [] }
        let files = Dictionary(grouping: try FileRecord.fetch(db, where: "unit BETWEEN ? AND ?", [first, last]), by: \.unit)
        let parts = Dictionary(grouping: try TablePart.fetch(db, where: "unit BETWEEN ? AND ?", [first, last]), by: \.unit)
        // Between them may be any number of units that are only known.
        return try UnitRecord.fetch(db, where: "id BETWEEN ? AND ? AND state <> 'known' ORDER BY id", [first, last]).flatMap { unit in
            let files = files[unit.id] ?? []
            let parts = parts[unit.id] ?? []
            return Set(files.map(\.dataset) + parts.map(\.dataset)).sorted().map { dataset in
                StoredSeries(
                    unit: unit, dataset: dataset, files: files.filter { $0.dataset == dataset },
                    parts: parts.filter { $0.dataset == dataset })
            }
        }
    }
}

extension RowTally {
    /// As an admission records a series that nothing was written of.
    static var unwritten: [(any DatabaseValueConvertible)?] { [0, nil, nil, nil] }
}
