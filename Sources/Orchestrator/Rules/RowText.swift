import Tabular

/// A row as one line for records and people: `date=2024-01-02 symbol=AAPL close=185.64`; a null has nothing after its `=`.
enum RowText {
    static func of(_ batch: Batch, _ row: Int) -> String {
        batch.schema.columns.indices.map { column in
            "\(batch.schema.columns[column].name)=\(batch.text(row: row, column: column) ?? "")"
        }.joined(separator: " ")
    }
}
