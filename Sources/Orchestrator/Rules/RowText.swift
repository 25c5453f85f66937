import Archive
import Tabular

/// A row as one line for records and people, as the archive writes it.
enum RowText {
    static func of(_ batch: Batch, _ row: Int) -> String { batch.rowText(row) }
}
