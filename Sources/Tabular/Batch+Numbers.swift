/// Columns as numbers to compute with.
extension Batch {
    /// A column as doubles, not-a-number for null and for text that is no number; for rules with a tolerance.
    public func doubles(column: Int) -> [Double] {
        let isBytes = schema.columns[column].type.isBytes
        let data = columns[column]
        return data.arena.withUnsafeBufferPointer { arena in
            (0..<count).map { row -> Double in
                if data.isNull(row) { return .nan }
                if isBytes { return DecimalText.double(UnsafeBufferPointer(rebasing: arena[data.range(row)])) ?? .nan }
                return Double(data.values[row])
            }
        }
    }
}
