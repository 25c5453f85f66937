import GRDB
import PluginKit
import Tabular

/// The parts of a table's replacement that wait for its last one, in the order in which they came.
struct SpooledParts {
    private let archive: Archive
    private let dataset: Dataset
    private let label: String
    private var ids: ArraySlice<Int64>

    init(unit: UnitRecord, dataset: Dataset, sink: String, archive: Archive) throws {
        self.archive = archive
        self.dataset = dataset
        label = unit.label
        ids = try archive.database.inDatabase { db in
            try Int64.fetchAll(
                db.cachedStatement(sql: "SELECT id FROM spool WHERE unit = ? AND dataset = ? AND sink = ? ORDER BY id"),
                arguments: [unit.id, dataset.name, sink])
        }[...]
    }

    mutating func next() throws -> Batch? {
        try ids.popFirst().map { try SpoolPage.read($0, schema: dataset.schema, of: "\(label), \(dataset.name)", archive.database) }
    }
}
