extension Batch {
    /// A row as one line, as the quarantine and the revisions keep it: `date=2024-01-02 symbol=AAPL close=185.64`; a
    /// null has nothing after its `=`.
    public func rowText(_ row: Int) -> String {
        schema.columns.indices.map { column in "\(schema.columns[column].name)=\(text(row: row, column: column) ?? "")"
        }
        .joined(separator: " ")
    }
}
