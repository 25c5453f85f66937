import GRDB
import PluginKit
import Tabular

/// A dataset that a plugin declares otherwise than the archive has rows of. Columns that may be null can be gained,
/// wherever they stand: what is stored is widened, with nulls. With any other difference rows would stand under columns
/// that are not theirs: such a series is not written at all. Tables of entities get their columns, and their files are
/// written whole, so they may change.
struct ColumnChange {
    /// `equities/daily_bars`
    let dataset: String
    /// What cannot be, a phrase each: `column vwap (decimal) is gone`.
    let differences: [String]
    /// Names of columns that are new and may be null.
    let gained: [String]

    /// nil: the dataset is as it was recorded, or new to the record, or it was and is of entities.
    init?(_ dataset: Dataset, of provider: String, _ db: Database) throws {
        guard let recorded = try RecordedColumns.newest(db, provider: provider, dataset: dataset.name) else {
            return nil
        }
        let isEntities =
            try db.integer("SELECT 1 FROM entity_tables WHERE provider = ? AND dataset = ?", [provider, dataset.name])
            != nil
        if isEntities, !dataset.isSeries { return nil }
        let new = RecordedColumns(dataset.schema)
        guard isEntities || !dataset.isSeries || new != recorded else { return nil }
        var differences = recorded.differences(from: new)
        if isEntities { differences.insert("it was a list of entities and is a series", at: 0) }
        if !dataset.isSeries { differences.insert("it was a series and is a list of entities", at: 0) }
        self.dataset = "\(provider)/\(dataset.name)"
        self.differences = differences
        gained = differences.isEmpty ? recorded.gained(in: new).map(\.name) : []
    }

    /// Throws `.otherColumns` when a dataset of these providers has changed so that it cannot be written.
    static func refuse(_ manifests: [ProviderManifest], _ db: Database, in directory: String) throws {
        let changes = try manifests.flatMap { manifest in
            try manifest.datasets.compactMap { try ColumnChange($0, of: manifest.name, db) }
        }
        try refuse(changes, in: directory)
    }

    static func refuse(_ changes: [ColumnChange], in directory: String) throws {
        let what = changes.filter { !$0.differences.isEmpty }.map {
            "\($0.dataset): \($0.differences.joined(separator: "; "))"
        }
        guard !what.isEmpty else { return }
        throw ArchiveError(
            .otherColumns,
            """
            The archive \(directory) has rows of other columns than this version writes. \(what.joined(separator: ". "))
            """,
            fix:
                """
                go on with the version that wrote it, or backfill into another directory with --data-dir; nothing was \
                changed
                """,
            path: directory)
    }
}

extension RecordedColumns {
    /// Whether rows of these columns become rows of others by nulls alone.
    func canGrow(into new: RecordedColumns) -> Bool { differences(from: new).isEmpty }

    /// Columns that others have and these have not.
    fileprivate func gained(in new: RecordedColumns) -> [Column] {
        new.columns.filter { column in !columns.contains { $0.name == column.name } }
    }

    /// What of these columns is not as it was, or is new and never null, a phrase each; empty: nothing.
    fileprivate func differences(from new: RecordedColumns) -> [String] {
        let kept = columns.map(\.name).filter { name in new.columns.contains { $0.name == name } }
        let newOrder = new.columns.map(\.name).filter(kept.contains)
        var found = columns.filter { !kept.contains($0.name) }.map { "column \($0.name) (\($0.text)) is gone" }
        found += gained(in: new).filter { !$0.isNullable }.map {
            "column \($0.name) (\($0.text)) is new and never null"
        }
        for old in columns {
            guard let new = new.columns.first(where: { $0.name == old.name }), new != old else { continue }
            found.append("column \(old.name) was \(old.text) and is \(new.text)")
        }
        if kept != newOrder { found.append("the order was \(Self.list(kept)) and is \(Self.list(newOrder))") }
        if key != new.key { found.append("the key was \(Self.list(key)) and is \(Self.list(new.key))") }
        return found
    }

    private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension RecordedColumns.Column {
    fileprivate var text: String { isNullable ? "\(type), may be null" : type }
}
