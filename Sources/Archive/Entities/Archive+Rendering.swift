import GRDB
import Hashing
import Host
import PluginKit
import Tabular

extension Archive {
    /// Renders every table of entities whose rows changed since it was rendered, or whose file is not there any more.
    func renderEntities() throws {
        for (table, changes) in try entityTables() {
            for sink in fileSinks {
                let path = "\(table.provider)/\(table.dataset).\(sink.fileExtension)"
                let rendered = try RenderedFile.fetch(path, database)
                if let rendered, rendered.changes == changes, disk.length(path) == rendered.length { continue }
                try render(table, to: path, with: sink, changes: changes, rendered: rendered)
            }
        }
    }

    private func entityTables() throws -> [(table: EntityTable, changes: Int64)] {
        try database.inDatabase { db in
            let rows = try db.rows("SELECT provider, dataset, changes FROM entity_tables WHERE changes > 0 ORDER BY provider, dataset")
            var found: [(provider: String, dataset: String, changes: Int64)] = []
            while let row = try rows.next() { found.append((row[0], row[1], row[2])) }
            return try found.compactMap { entry in
                guard let schema = try Schema.fetch(db, provider: entry.provider, dataset: entry.dataset) else { return nil }
                return (EntityTable(provider: entry.provider, dataset: entry.dataset, schema: schema), entry.changes)
            }
        }
    }

    private func render(_ table: EntityTable, to path: String, with sink: FileSink, changes: Int64, rendered: RenderedFile?) throws {
        if rendered == nil { try claim(path) }
        for changed in try disk.makeDirectories(HostPath.parent(of: path)) { try disk.syncDirectory(changed) }
        let temporary = path + ".new"
        let file = try disk.createAnew(temporary)
        var hash = SHA256()
        var length: Int64 = 0
        var encoder = sink.format.encoder(for: table.schema, isNewFile: true)
        var bytes: [UInt8] = []
        func flush() throws {
            hash.update(bytes)
            try disk.write(bytes, to: file, at: length)
            length += Int64(bytes.count)
            bytes.removeAll(keepingCapacity: true)
        }
        try database.inDatabase { db in
            try table.read(db) { batch in
                try encoder.encode(batch, into: &bytes)
                try flush()
            }
        }
        try encoder.seal(into: &bytes)
        try flush()
        let new = RenderedFile(path: path, changes: changes, length: length, sha256: hash.hexadecimal())
        if new.sha256 == rendered?.sha256, disk.length(path) == length {
            try disk.remove(temporary)
        } else {
            try disk.syncData(file)
            try disk.rename(temporary, to: path)
            try disk.syncDirectory(HostPath.parent(of: path))
        }
        try transaction { db in try new.save(db) }
    }

    /// Takes a path for a rendered file. Whatever somebody else put there is moved beside it, never written over.
    func claim(_ path: String) throws {
        if disk.status(path) != nil {
            let aside = path + ".before"
            guard disk.status(aside) == nil else { throw taken(path, label: path) }
            try disk.rename(path, to: aside)
            try disk.syncDirectory(HostPath.parent(of: path))
        }
        try transaction { db in try RenderedFile(path: path, changes: -1, length: -1, sha256: "").save(db) }
    }
}
