import Archive
import Catalog
import GRDB
import PluginKit
import Tabular

/// A column that the version before did not know: makes of an archive what that version would have written.
struct MissingColumn: Sendable {
    let provider: String
    let dataset: String
    let column: String
    /// Of the archive, in a command's home folder.
    let archive: String

    private struct Unknown: Error {
        let what: String
    }

    /// Takes the column out of all rows, the files, the tables and the record of the archive in a home folder.
    func takeOut(of home: String) throws {
        let plugin = Catalog.registry.providers.first { $0.manifest.name == provider }
        guard let wide = plugin?.manifest.dataset(named: dataset), let place = wide.schema.index(of: column) else {
            throw Unknown(what: "\(provider)/\(dataset).\(column)")
        }
        let narrow = Dataset(
            wide.name, wide.kind, "", columns: wide.schema.columns.filter { $0.name != column },
            key: wide.schema.keyNames)
        let directory = home + "/" + archive
        let rows = try rows(in: directory, of: wide).map { unit, batch in
            var builder = BatchBuilder(narrow.schema)
            builder.append(columns: batch.columns.indices.filter { $0 != place }.map { batch.columns[$0] })
            return (unit, builder.finish())
        }
        try takeOutOfRecord(in: directory + "/archive.db", place)
        let archive = try Archive.open(
            at: directory, sinks: Self.sinks, lock: LockRequest(holder: "a test"), now: Instant(seconds: 0))
        for (unit, batch) in rows {
            try archive.grouped { group in
                try group.staging {
                    for part in try archive.record.parts(of: unit) where part.dataset == dataset {
                        try archive.reader.store(of: part)?.replace(
                            part, of: Series(unit, narrow), isBegun: part.isBegun, keeping: false, in: group
                        ) { try $0(batch) }
                    }
                }
            }
        }
        try archive.commit()
        try archive.close()
    }

    private func rows(in directory: String, of dataset: Dataset) throws -> [(UnitRecord, Batch)] {
        let reader = try ArchiveReader.openReadOnly(at: directory, sinks: Self.sinks)
        defer { try? reader.close() }
        return try reader.record.units(of: [provider], after: 0, limit: .max).compactMap { unit in
            guard try reader.record.parts(of: unit).contains(where: { $0.dataset == dataset.name }) else { return nil }
            return (unit, try reader.storedRows(of: unit, in: dataset))
        }
    }

    private func takeOutOfRecord(in path: String, _ place: Int) throws {
        let database = try DatabaseQueue(path: path)
        try database.write { db in
            let own = "provider = '\(provider)' AND dataset = '\(dataset)'"
            try db.execute(
                sql: """
                    DELETE FROM dataset_columns WHERE \(own) AND position = \(place);
                    UPDATE dataset_columns SET position = -position WHERE \(own) AND position > \(place);
                    UPDATE dataset_columns SET position = -position - 1 WHERE \(own) AND position < 0
                    """)
            let table = "\(provider)_\(dataset)"
            if try db.tableExists(table) { try db.execute(sql: "ALTER TABLE \(table) DROP COLUMN \(column)") }
        }
        try database.close()
    }

    private static func sinks(_ names: [String]) throws -> [ArchiveSink] {
        try names.map { name in
            guard let plugin = Catalog.registry.sinks.first(where: { $0.manifest.name == name }) else {
                throw Unknown(what: name)
            }
            return ArchiveSink(plugin.manifest, try plugin.load())
        }
    }
}
