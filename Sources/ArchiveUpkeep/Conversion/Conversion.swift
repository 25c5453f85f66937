package import Archive
import Host
package import Tabular

/// What a conversion of an archive's sinks did.
package struct Conversion: Sendable, Hashable {
    /// Series of units: each is a file of a file sink, or a unit's part of a table.
    package internal(set) var series = 0
    /// Rows that were written, or that went with a sink.
    package internal(set) var rows = 0
    /// Of the files that were written, or that went with a sink; of rows in tables what their cells take.
    package internal(set) var bytes = 0
    /// Series that a sink no longer holds as recorded and that were read from another one: the archive needs
    /// `penstock verify --repair`.
    package internal(set) var damaged: [Damage] = []

    package struct Damage: Sendable, Hashable {
        package let unit: UnitRecord
        package let dataset: String
        package let sink: String
        /// What is wrong, with the path, and what to do.
        package let message: String
    }
}

/// How far a conversion is.
package struct ConversionProgress: Sendable, Hashable {
    /// Series that are done, in all sinks that are written.
    package let done: Int
    package let total: Int
}

extension Archive {
    /// Adds a sink: the rows of every series are read from a sink that holds them as recorded and written through the
    /// new one. Until all of it is there the archive is the old one; killed before, the next `open` removes what was
    /// written.
    ///
    /// To be called in a run. `declared` gives a dataset as its plugin declares it, for its views; nil where no plugin
    /// does. What `progress` throws ends the conversion and is thrown on.
    ///
    /// Throws `.otherSinks` for a sink that the archive is kept as already, and where two sinks cannot be in one
    /// archive; `.pathTaken` where something else is in the way; `.damagedFile` where no sink holds a series as
    /// recorded. After those the archive is the old one and can be used.
    @discardableResult
    package func add(
        _ sink: ArchiveSink, declared: DeclaredDatasets = { _, _ in nil },
        progress: (ConversionProgress) throws -> Void = { _ in }
    ) throws -> Conversion {
        try refuseUnfit(sink, beside: sinks)
        let conversion = try Filling.run(from: reader, sinks: 1, declared: declared, progress: progress) {
            try $0.fill(self, with: sink)
        }
        try reclaimRoom()
        return conversion
    }

    /// Makes another archive of this one in a directory that does not exist or is empty: the same record under another
    /// id, the same rows in other sinks. This one stays as it is. It is built in `<directory>.converting` and gets its
    /// name when all of it is on the disk; told again after a kill, it begins anew.
    ///
    /// Not to be called in a run: the ledger goes along. `holder` is what others are told who find the new archive
    /// locked. Throws `.pathTaken` where something is in the directory, and what `add` throws.
    @discardableResult
    package func convert(
        to directory: String, sinks: [ArchiveSink], created: Instant, holder: String,
        declared: DeclaredDatasets = { _, _ in nil },
        progress: (ConversionProgress) throws -> Void = { _ in }
    ) throws -> Conversion {
        try refuseIfPoisoned()
        for (index, sink) in sinks.enumerated() { try refuseUnfit(sink, beside: Array(sinks[..<index])) }
        guard !sinks.isEmpty, !hasOpenGroup, try record.openRun == nil else {
            throw ArchiveError(.misuse, "An archive is converted into at least one sink, and not in a run")
        }
        let site = try ConversionSite(directory, of: reader, suffix: ".converting")
        return try reporting {
            let disk = try site.begin()
            do {
                let conversion = try Filling.run(
                    from: reader, sinks: sinks.count, declared: declared, progress: progress
                ) { filling in
                    let copy = try copy(on: disk, created: created, holder: holder)
                    defer { try? copy.close() }
                    for sink in sinks { try filling.fill(copy, with: sink) }
                    try copy.finishCopy()
                }
                try site.finish()
                return conversion
            } catch {
                // The site of a failure that says something against it is looked at by a person, or removed when the
                // line is told again.
                if Filling.leavesArchive(error) { try site.abandon() }
                throw error
            }
        }
    }

    /// The record of this archive as that of another, which has no rows yet.
    private func copy(on disk: FileSystem, created: Instant, holder: String) throws -> Archive {
        try record.copy(to: disk.absolute(ArchiveBirth.defaultDatabase))
        let identity = ArchiveIdentity(
            id: ArchiveIdentity.randomID(), format: reader.identity.format, database: ArchiveBirth.defaultDatabase,
            sinks: [],
            created: created)
        let copy = try Archive.copied(identity.database, on: disk, holder: holder, threshold: threshold) { _ in
            (identity, [])
        }
        try copy.change { record in
            try record.become(identity.id, created: created)
            try record.dropReplacements()
            try record.dropSpool()
            try record.dropTables()
            try record.removeAllParts()
            try record.set(sinks: [])
            try record.forgetAllRendered()
        }
        // The rows of the tables that went take as much room as before.
        if stores.contains(where: { $0 is TableStore }) { try copy.record.compact() }
        try copy.reclaimRoom()
        return copy
    }

    /// All of a copy is on the disk then.
    private func finishCopy() throws {
        let disk = reader.disk
        try rendering.renderQuarantine()
        try rendering.renderSummary()
        try record.checkpoint()
        let identity = reader.identity
        try close()
        // SQLite did not sync what it copied.
        try disk.syncData(disk.openForWriting(identity.database))
        try disk.syncDirectory("")
        try identity.write(disk)
    }

    /// Removes a sink with its files, or its tables and all views. To be called in a run.
    ///
    /// Throws `.otherSinks` for a sink that the archive is not kept as, and for its last one; then nothing was changed.
    @discardableResult
    package func drop(_ name: String) throws -> Conversion {
        guard sinks.contains(where: { $0.name == name }), let store = stores.first(where: { $0.name == name }) else {
            throw ArchiveError(
                .otherSinks,
                """
                The archive \(directory) is not kept as \(name), but as \(reader.identity.sinks.joined(separator: ", "))
                """,
                path: directory)
        }
        guard sinks.count > 1 else {
            throw ArchiveError(
                .otherSinks, "The archive \(directory) is kept as \(name) alone",
                fix: "add another sink first with penstock convert --add",
                path: directory)
        }
        var conversion = Conversion()
        try keep(as: sinks.filter { $0.name != name }) { record in
            try record.dropReplacements()
            (conversion.series, conversion.rows, conversion.bytes) = try record.count(in: name)
            try store.leave()
        }
        try reclaimRoom()
        return conversion
    }

    /// Whether a sink can be in one archive with others.
    private func refuseUnfit(_ sink: ArchiveSink, beside others: [ArchiveSink]) throws {
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
}
