extension Batch {
    /// The given rows, in the given order.
    public func selecting(_ rows: some Sequence<Int>) -> Batch {
        var builder = BatchBuilder(schema)
        for row in rows { builder.append(row: row, of: self) }
        return builder.finish()
    }

    /// A run of rows.
    public func slice(_ rows: Range<Int>) -> Batch {
        rows == 0..<count ? self : selecting(rows)
    }

    /// These rows and then those of another batch of the same schema.
    public func appending(_ other: Batch) -> Batch {
        if isEmpty { return other }
        if other.isEmpty { return self }
        var builder = BatchBuilder(schema)
        for row in 0..<count { builder.append(row: row, of: self) }
        for row in 0..<other.count { builder.append(row: row, of: other) }
        return builder.finish()
    }
}
