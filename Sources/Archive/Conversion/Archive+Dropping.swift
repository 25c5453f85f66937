import GRDB
import Host

extension Archive {
    /// Removes a sink with its files, or its tables and all views. To be called in a run.
    ///
    /// Throws `.otherSinks` for a sink that the archive is not kept as, and for its last one; then nothing was changed.
    @discardableResult
    package func drop(_ name: String) throws -> Conversion {
        guard let sink = sinks.first(where: { $0.name == name }) else {
            throw ArchiveError(
                .otherSinks, "The archive \(directory) is not kept as \(name), but as \(identity.sinks.joined(separator: ", "))",
                path: directory)
        }
        guard sinks.count > 1 else {
            throw ArchiveError(
                .otherSinks, "The archive \(directory) is kept as \(name) alone", fix: "add another sink first with penstock convert --add",
                path: directory)
        }
        return try undoingOnFailure {
            try commitGroup()
            closeTables()
            let names = identity.sinks.filter { $0 != name }
            let conversion = try transaction { db in
                try dropReplacements(db)
                try ArchiveValue.sinks.write(SinkNames.text(names), db)
                switch sink {
                case .file(let sink): return try drop(sink, db)
                case .table(let sink): return try drop(sink, db)
                }
            }
            sinks.removeAll { $0.name == name }
            identity.sinks = names
            preparedTables = []
            try performIntents()
            try identity.write(disk)
            return conversion
        }
    }

    private func drop(_ sink: FileSink, _ db: Database) throws -> Conversion {
        let gone = try Conversion(
            db, "SELECT count(*), coalesce(sum(rows), 0), coalesce(sum(length), 0) FROM files WHERE sink = ?", [sink.name])
        try db.run(
            "INSERT INTO intents (kind, path) SELECT ?, path FROM files WHERE sink = ? AND length > 0 ORDER BY id",
            [Intent.Kind.remove.rawValue, sink.name])
        try db.run("DELETE FROM files WHERE sink = ?", [sink.name])
        for path in try renderedPaths(of: sink, db) {
            try db.run("DELETE FROM rendered_files WHERE path = ?", [path])
            if db.changesCount > 0 { try Intent.remove(path).save(db) }
        }
        return gone
    }

    private func drop(_ sink: TableSink, _ db: Database) throws -> Conversion {
        let gone = try Conversion(db, "SELECT count(*), coalesce(sum(rows), 0), 0 FROM table_parts WHERE sink = ?", [sink.name])
        try SinkTables.drop(db)
        try db.run("DELETE FROM table_parts WHERE sink = ?", [sink.name])
        return gone
    }
}

extension Conversion {
    /// From three columns: series, rows, bytes.
    fileprivate init(_ db: Database, _ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        let rows = try db.rows(sql, arguments)
        guard let row = try rows.next() else { return }
        (series, self.rows, bytes) = (row[0], row[1], row[2])
    }
}
