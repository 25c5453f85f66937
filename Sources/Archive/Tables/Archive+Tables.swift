import GRDB
import PluginKit
import Tabular

#if canImport(FoundationEssentials)
    import struct FoundationEssentials.Data
#else
    import struct Foundation.Data
#endif

extension Archive {
    func tableParts(of unit: UnitRecord) throws -> [TablePart] {
        try database.inDatabase { db in try TablePart.fetch(db, where: "unit = ?", [unit.id]) }
    }

    /// Whether a change writes anything; throws when it cannot.
    func isNeeded(_ write: TableWrite, unit: UnitRecord) throws -> Bool {
        switch write.rows {
        case .append(let batch):
            guard !batch.isEmpty else { return false }
            try refuseBackward(batch, behind: rows(of: write.part), write.dataset, label: unit.label)
        case .merge(let batch, _):
            guard !batch.isEmpty else { return false }
        case .replace: break
        }
        if group?.parts[write.part.id] == nil { try check(write.part, unit: unit, dataset: write.dataset, sink: write.sink) }
        return true
    }

    /// Writes a page's rows into the tables, inside the group's transaction.
    func perform(_ write: TableWrite, of unit: UnitRecord, in group: CommitGroup) throws {
        let table = try seriesTable(of: unit.provider, write.dataset, write.sink)
        let part = group.parts[write.part.id] ?? write.part
        var change = TableChange(part: part, unit: unit, table: table)
        switch write.rows {
        case .append(let batch): try change.append(batch, digest: write.digest)
        case .merge(let batch, _): try change.merge(batch, digest: write.digest)
        case .replace(let batch, isLast: false):
            // The rows so far wait in the spool: until the last is there the old ones stay.
            guard !batch.isEmpty else { return }
            return try database.inDatabase { db in
                try db.run(
                    "INSERT INTO spool (unit, dataset, sink, rows) VALUES (?, ?, ?, ?)",
                    [unit.id, write.dataset.name, write.sink.name, Data(SpoolPage.encode(batch))])
            }
        case .replace(let batch, isLast: true):
            try change.removeAll()
            var pages = try SpooledParts(unit: unit, dataset: write.dataset, sink: write.sink.name, archive: self)
            while let page = try pages.next() { try change.append(page) }
            try change.append(batch, digest: write.digest)
            try database.inDatabase { db in
                try db.run("DELETE FROM spool WHERE unit = ? AND dataset = ? AND sink = ?", [unit.id, write.dataset.name, write.sink.name])
            }
        }
        try keep(change, of: unit, before: part, in: group)
    }

    /// Remembers a change for the commit. What the keys begin with is recorded at once where it is new, so that another unit's page meets it.
    private func keep(_ change: TableChange, of unit: UnitRecord, before: TablePart, in group: CommitGroup) throws {
        let part = change.part
        if let prefix = part.prefix, prefix != before.prefix {
            try database.inDatabase { db in
                let other = try db.text(
                    "SELECT u.label FROM table_parts p JOIN units u ON u.id = p.unit WHERE p.table_name = ? AND p.key_prefix = ? AND p.id <> ?",
                    [part.table, prefix, part.id])
                if let other {
                    throw ArchiveError(
                        .keyTaken, "\(unit.label): the rows of \(part.table) whose keys begin with \(prefix) are of \(other)",
                        fix: "the key must begin with what names the unit; this is a defect of the plugin, please report it")
                }
                try part.save(db)
            }
        }
        group.parts[part.id] = part
        group.bytes += change.bytes
    }

    /// Writes spooled pages, which come in key order, into a table.
    func release(
        _ pages: inout SpooledPages, to part: TablePart, of unit: UnitRecord, _ dataset: Dataset, in group: CommitGroup,
        replacing: @escaping RowReplacement
    ) throws {
        guard let sink = tableSink else { return }
        let table = try seriesTable(of: unit.provider, dataset, sink)
        let part = group.parts[part.id] ?? part
        var change = TableChange(part: part, unit: unit, table: table)
        while let batch = try pages.next() {
            if let last = change.part.rows.last, let first = dataset.firstTick(batch), first <= last {
                try change.merge(batch, replacing: replacing)
            } else {
                try change.append(batch)
            }
        }
        try keep(change, of: unit, before: part, in: group)
    }

    /// Makes the views of entities, once, where the archive has tables for people at all.
    func declareViews(of page: PageCommit, _ db: Database) throws {
        guard tableSink != nil else { return }
        for dataset in page.entities.map(\.dataset) where !dataset.views.isEmpty {
            let table = SQLName.table(page.unit.provider, dataset.name)
            guard preparedTables.insert("views of \(table)").inserted else { continue }
            try DatasetViews.declare(dataset, of: page.unit.provider, table: table, db)
        }
    }

    /// Makes the table of a dataset and its views, once.
    func prepareTable(_ dataset: Dataset, of provider: String, sink: TableSink, _ db: Database) throws {
        let table = try seriesTable(of: provider, dataset, sink)
        guard preparedTables.insert(table.name).inserted else { return }
        try table.prepare(db)
        try DatasetViews.declare(dataset, of: provider, table: table.name, db)
    }
}
