import PluginKit
package import Tabular

/// Changes of one unit's rows in a table, and what the record is to say of them.
struct TableChange {
    private var tally: SeriesPart
    private var place: SeriesPart.Table
    /// Of output, as far as it can be told: commits go by it.
    private(set) var bytes = 0
    private let unit: UnitRecord
    let table: SeriesTable
    private var axis: Int? { table.dataset.axisColumn }

    var part: SeriesPart {
        var part = tally
        part.place = .table(place)
        return part
    }

    init(part: SeriesPart, place: SeriesPart.Table, unit: UnitRecord, table: SeriesTable) {
        tally = part
        self.place = place
        self.unit = unit
        self.table = table
    }

    /// Rows behind what is stored.
    mutating func append(_ batch: Batch, digest: RowDigest? = nil) throws {
        guard !batch.isEmpty else { return }
        try own(batch)
        try table.insert(batch)
        tally.rows.add(batch, axis: axis, digest: digest)
        bytes += batch.bytes
    }

    /// Rows wherever they stand.
    mutating func add(_ batch: Batch, digest: RowDigest?, replacing: RowReplacement?) throws {
        if let last = tally.rows.last, let first = table.dataset.firstTick(batch), first > last {
            try append(batch, digest: digest)
        } else {
            try merge(batch, digest: digest, replacing: replacing)
        }
    }

    /// Rows among what is stored; each takes the place of the one of its key.
    private mutating func merge(
        _ batch: Batch, digest: RowDigest? = nil, replacing: RowReplacement? = nil
    ) throws {
        guard !batch.isEmpty else { return }
        try own(batch)
        let old = try table.rows(withKeysOf: batch)
        if let replacing {
            var row = 0
            for index in 0..<old.count {
                while row < batch.count, batch.compareKey(row, to: index, in: old) < 0 { row += 1 }
                if row < batch.count, !old.isSame(row: index, as: row, in: batch) {
                    try replacing(old, index, batch, row)
                }
            }
        }
        try table.delete(keysOf: old)
        try table.insert(batch)
        tally.rows.remove(old)
        tally.rows.add(batch, axis: axis, digest: digest)
        bytes += batch.bytes
    }

    mutating func removeAll() throws {
        if let text = place.prefix, let prefix = KeyPrefix(text: text, schema: table.prefixSchema) {
            try table.deleteAll(prefix)
        }
        place.prefix = nil
        tally.rows = RowTally()
    }

    /// Rows whose keys begin as those of a batch, whatever the record says.
    mutating func removeAll(whoseKeysBeginAs batch: Batch) throws {
        if let prefix = KeyPrefix(of: batch, columns: table.prefixColumns) { try table.deleteAll(prefix) }
    }

    /// Every row of a unit has the prefix by which the table knows it.
    private mutating func own(_ batch: Batch) throws {
        guard let prefix = KeyPrefix(of: batch, columns: table.prefixColumns) else {
            throw ArchiveError(
                .keyTaken,
                """
                \(unit.label): rows of \(table.name) do not all have the same \
                \(table.prefixSchema.names.joined(separator: ", "))
                """,
                fix: "the key must begin with what names the unit; this is a defect of the plugin, please report it")
        }
        let text = try prefix.text()
        guard let known = place.prefix else {
            place.prefix = text
            return
        }
        guard known == text else {
            throw ArchiveError(
                .keyTaken,
                "\(unit.label): rows of \(table.name) to write are of \(text), those that are stored of \(known)",
                fix: "this is a defect of the plugin; please report it")
        }
    }
}

extension RowTally {
    /// Rows that are about to be written anew: the ends stay.
    mutating func remove(_ batch: Batch) {
        count -= Int64(batch.count)
        digest?.subtract(batch)
    }
}

extension Batch {
    /// What the rows take in memory without their nulls; for the size of a commit.
    package var bytes: Int { columns.reduce(0) { $0 + $1.arena.count + 8 * $1.values.count } }
}
