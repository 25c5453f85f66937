import GRDB
import Host
package import PluginKit

extension Archive {
    /// Adds a sink: the rows of every series are read from a sink that holds them as recorded and written through the new one; all of it
    /// becomes true in one commit. Killed before that commit, the archive is the old one, and the next `open` removes what was written.
    ///
    /// To be called in a run. `declared` gives a dataset as its plugin declares it, for its views; nil where no plugin does. What
    /// `progress` throws ends the conversion and is thrown on.
    ///
    /// Throws `.otherSinks` for a sink that the archive is kept as already, and where two sinks cannot be in one archive; `.pathTaken`
    /// where something else is in the way; `.damagedFile` where no sink holds a series as recorded. After those the archive is the old one
    /// and can be used.
    @discardableResult
    package func add(
        _ sink: ArchiveSink, declared: (_ provider: String, _ dataset: String) -> Dataset? = { _, _ in nil },
        progress: (ConversionProgress) throws -> Void = { _ in }
    ) throws -> Conversion {
        try refuseUnfit(sink, beside: sinks)
        let ending: Result<Conversion, any Error> = try undoingOnFailure {
            try commitGroup()
            do {
                let conversion = try ConversionSource.convert(self, sinks: 1, declared: declared, progress: progress) { source in
                    try fill(sink, from: source)
                }
                try identity.write(disk)
                return .success(conversion)
            } catch let error as ConversionSource.Stop {
                return .failure(error.cause)
            }
        }
        return try ending.get()
    }

    /// Fills a sink and makes it one of the archive's. What is wrong with one series or with a path, and a stop, leave the archive as it
    /// was.
    func fill(_ sink: ArchiveSink, from source: ConversionSource) throws {
        let filling = SinkFilling(sink)
        try refuseTakenPlaces(of: sink, source)
        try transaction { db in
            try dropReplacements(db)
            try ArchiveValue.filling.write(filling.text, db)
        }
        try performIntents()
        let join: (Database) throws -> Void
        do {
            join = try write(sink, from: source)
        } catch let error where ConversionSource.leavesArchive(error) {
            rollBack()
            closeTables()
            try filling.remove(on: disk, database) { try transaction($0) }
            throw error
        }
        let names = identity.sinks + [sink.name]
        try transaction { db in
            try join(db)
            try ArchiveValue.sinks.write(SinkNames.text(names), db)
            try ArchiveValue.filling.write(nil, db)
        }
        sinks.append(sink)
        identity.sinks = names
        try performIntents()
        try renderEntities()
    }

    /// Writes everything but the record; returns what the record is to say.
    private func write(_ sink: ArchiveSink, from source: ConversionSource) throws -> (Database) throws -> Void {
        switch sink {
        case .file(let sink):
            let filling = try FileFilling(self, sink)
            try source.forEachPortion { try filling.fill($0, from: source) }
            try filling.barrier()
            return filling.join
        case .table(let sink):
            let filling = try TableFilling(self, sink)
            try source.forEachPortion { try filling.fill($0, from: source) }
            try filling.commit()
            return filling.join
        }
    }

    func performIntents() throws {
        try Intent.performAll(on: disk, database) { try transaction($0) }
    }

    /// Statements on tables that are to go.
    func closeTables() {
        for table in seriesTables.values { table.close() }
        seriesTables = [:]
    }

    /// Replacements that are under way end, and their walks begin anew: the parts that they have so far are not in every sink.
    func dropReplacements(_ db: Database) throws {
        let drafts = try FileRecord.fetch(db, where: "rewrite_length IS NOT NULL AND unit IN (SELECT unit FROM frontier)", [])
        for var file in drafts {
            try Intent.remove(DataPath.rewrite(of: file.path)).save(db)
            file.rewrite = nil
            try file.save(db)
        }
        let spooled = try Int64.fetchAll(db, sql: "SELECT DISTINCT unit FROM spool WHERE sink IS NOT NULL")
        for unit in Set(spooled + drafts.map(\.unit)).sorted() {
            try FrontierEntry.restart(db, unit: unit)
            try db.run("DELETE FROM spool WHERE unit = ?", [unit])
        }
    }

    /// Whether a sink can be in one archive with others.
    func refuseUnfit(_ sink: ArchiveSink, beside others: [ArchiveSink]) throws {
        for other in others {
            let reason: String? =
                switch (sink, other) {
                case _ where sink.name == other.name: "is kept as \(sink.name) already"
                case (.table, .table): "is kept as \(other.name): an archive has one sink of tables at most"
                case (.file(let new), .file(let old)) where new.fileExtension == old.fileExtension:
                    "is kept as \(other.name), whose files have the names that those of \(sink.name) would have"
                default: nil
                }
            if let reason { throw ArchiveError(.otherSinks, "The archive \(directory) \(reason)", path: directory) }
        }
    }

    /// Where something else is in the way; looked at before anything is written.
    private func refuseTakenPlaces(of sink: ArchiveSink, _ source: ConversionSource) throws {
        switch sink {
        case .file(let sink):
            try source.forEachPortion { portion in
                for series in portion { try FileFilling.refuseTaken(series, sink, self) }
            }
            let rendered = try database.inDatabase { db in try renderedPaths(of: sink, db) }
            for path in rendered where disk.status(path) != nil { throw taken(path, label: path) }
        case .table(let sink):
            try TableFilling.refuseTaken(self)
            // A table that cannot be is found here.
            try source.forEachDataset { provider, dataset in _ = try seriesTable(of: provider, dataset, sink) }
        }
    }

    /// Of entities.
    func renderedPaths(of sink: FileSink, _ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT provider || '/' || dataset FROM entity_tables ORDER BY 1").map {
            "\($0).\(sink.fileExtension)"
        }
    }
}
