import GRDB
import PluginKit
import Tabular

/// A dataset that a plugin declares with other columns, another key or another kind than the archive has rows of. Rows of a series are only
/// ever added behind what is stored, so they would stand under columns that are not theirs: such a series is not written at all. Tables of
/// entities get their columns, and their files are written whole, so they may change.
struct ColumnChange {
    /// `equities/daily_bars`
    let dataset: String
    /// A phrase each: `column vwap (decimal) is new`.
    let differences: [String]

    /// nil: the dataset is as it was recorded, or new to the record, or it was and is of entities.
    init?(_ dataset: Dataset, of provider: String, _ db: Database) throws {
        guard let recorded = try RecordedColumns.fetch(db, provider: provider, dataset: dataset.name) else { return nil }
        let isEntities = try db.integer("SELECT 1 FROM entity_tables WHERE provider = ? AND dataset = ?", [provider, dataset.name]) != nil
        if isEntities, !dataset.isSeries { return nil }
        var differences = recorded.differences(from: RecordedColumns(dataset.schema))
        if isEntities { differences.insert("it was a list of entities and is a series", at: 0) }
        if !dataset.isSeries { differences.insert("it was a series and is a list of entities", at: 0) }
        guard !differences.isEmpty else { return nil }
        self.dataset = "\(provider)/\(dataset.name)"
        self.differences = differences
    }

    /// Throws `.otherColumns` when a dataset of these providers has changed so.
    static func refuse(_ manifests: [ProviderManifest], _ db: Database, in directory: String) throws {
        let changes = try manifests.flatMap { manifest in
            try manifest.datasets.compactMap { try ColumnChange($0, of: manifest.name, db) }
        }
        guard !changes.isEmpty else { return }
        throw refusal(changes, in: directory)
    }

    static func refusal(_ changes: [ColumnChange], in directory: String) -> ArchiveError {
        let what = changes.map { "\($0.dataset): \($0.differences.joined(separator: "; "))" }
        return ArchiveError(
            .otherColumns, "The archive \(directory) has rows of other columns than this version writes. \(what.joined(separator: ". "))",
            fix: "go on with the version that wrote it, or backfill into another directory with --data-dir; nothing was changed",
            path: directory)
    }
}

extension RecordedColumns {
    /// What has become of these columns, a phrase each; empty: nothing.
    fileprivate func differences(from new: RecordedColumns) -> [String] {
        let kept = columns.map(\.name).filter { name in new.columns.contains { $0.name == name } }
        let newOrder = new.columns.map(\.name).filter(kept.contains)
        var found = columns.filter { !kept.contains($0.name) }.map { "column \($0.name) (\($0.text)) is gone" }
        found += new.columns.filter { !kept.contains($0.name) }.map { "column \($0.name) (\($0.text)) is new" }
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
