// What the record keeps of datasets: their columns, for people, for rendering, and for reading rows as they were written.
import GRDB
package import PluginKit
import Tabular

extension Schema {
    /// As it was recorded; nil where the record does not know the dataset, or one of its types is none of this version's.
    static func fetch(_ db: Database, provider: String, dataset: String) throws -> Schema? {
        try RecordedColumns.fetch(db, provider: provider, dataset: dataset)?.schema
    }
}

extension Archive {
    /// Keeps a dataset's columns in the record; to be called before anything of the dataset is written. Throws `.otherColumns` for a series
    /// whose stored rows have others; a list of entities that has others is rendered anew.
    func declare(_ dataset: Dataset, of provider: String, _ db: Database) throws {
        guard declaredDatasets.insert("\(provider)/\(dataset.name)").inserted else { return }
        if let change = try ColumnChange(dataset, of: provider, db) { throw ColumnChange.refusal([change], in: directory) }
        let columns = RecordedColumns(dataset.schema)
        guard try RecordedColumns.fetch(db, provider: provider, dataset: dataset.name) != columns else { return }
        try columns.save(db, provider: provider, dataset: dataset.name)
        try db.run("UPDATE entity_tables SET changes = changes + 1 WHERE provider = ? AND dataset = ?", [provider, dataset.name])
    }
}

extension ArchiveReader {
    /// Throws `.otherColumns` when the archive has rows of a series of these providers that were written with other columns or another key than
    /// they declare: a run of theirs is refused.
    package func refuseOtherColumns(of manifests: [ProviderManifest]) throws {
        try read { db in try ColumnChange.refuse(manifests, db, in: directory) }
    }

    /// A series as the record knows it: columns and key.
    func recordedDataset(_ name: String, of provider: String, _ db: Database) throws -> Dataset? {
        guard let schema = try Schema.fetch(db, provider: provider, dataset: name) else { return nil }
        let axis = schema.key.lazy.map { schema.columns[$0] }.first { column in
            switch column.type {
            case .day, .instant: true
            default: false
            }
        }
        return Dataset(name, .series(axis: axis?.name ?? "", isDense: false), "", columns: schema.columns, key: schema.keyNames)
    }
}

extension Dataset {
    /// A series as its rows were written: with the recorded columns, and with the axis that its plugin declares, where the two go together. Its
    /// views are those of its plugin, as long as they are over the same columns. nil when neither plugin nor record knows it as a series.
    static func written(declared: Dataset?, recorded: Dataset?) -> (dataset: Dataset, isAsDeclared: Bool)? {
        let declared = declared.flatMap { $0.isSeries ? $0 : nil }
        guard let declared, let recorded else { return (declared ?? recorded).map { ($0, true) } }
        if RecordedColumns(declared.schema) == RecordedColumns(recorded.schema) { return (declared, true) }
        let written = Dataset(
            declared.name, declared.kind, declared.summary, columns: recorded.schema.columns, key: recorded.schema.keyNames)
        return (written.axisColumn == nil ? recorded : written, false)
    }
}
