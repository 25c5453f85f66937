package import PluginKit
package import Tabular

/// A unit that goes on under another name: what it is called from now on, and how that is known.
package struct UnitRenaming: Sendable {
    /// As it is.
    package var unit: UnitRecord
    package var name: UnitName
    package var label: String
    package var partition: [String]
    /// The first day on which it was known by the new name.
    package var since: Day
    /// `one CIK 1326801`.
    package var proof: String
    /// What the table `flags` says of it.
    package var flag: RowFlag

    package init(
        _ unit: UnitRecord, to name: UnitName, label: String, partition: [String], since: Day, proof: String,
        flag: RowFlag
    ) {
        self.unit = unit
        self.name = name
        self.label = label
        self.partition = partition
        self.since = since
        self.proof = proof
        self.flag = flag
    }

    /// The unit with what its files will be called by.
    var renamed: UnitRecord {
        var unit = unit
        (unit.label, unit.partition) = (label, partition)
        return unit
    }

    /// The rows of a series under the new name: in the columns of their key that name the unit, the old label becomes
    /// the new one. Throws `.keyTaken` where none of them has it in every row.
    func renamed(_ batch: Batch, of dataset: Dataset) throws -> Batch {
        guard batch.count > 0 else { return batch }
        let named = (KeyPrefix.columns(of: dataset) ?? []).filter { column in
            dataset.schema.columns[column].type == .text
                && (0..<batch.count).allSatisfy { batch.text(row: $0, column: column) == unit.label }
        }
        guard !named.isEmpty else {
            throw ArchiveError(
                .keyTaken,
                """
                \(unit.label): the keys of \(dataset.name) do not all begin with \(unit.label), so they cannot be \
                renamed
                """,
                fix:
                    """
                    see what penstock verify --full says of it; where that is nothing, this is a defect of the plugin, \
                    please report it
                    """
            )
        }
        var columns = batch.columns
        let text = Array(label.utf8)
        for column in named {
            columns[column] = ColumnData(
                values: (1...batch.count).map { Int64($0 * text.count) }, arena: (0..<batch.count).flatMap { _ in text }
            )
        }
        var builder = BatchBuilder(dataset.schema)
        builder.append(columns: columns)
        return builder.finish()
    }
}
