extension Schema {
    /// Some columns, in the given order, as the schema of rows of their own; all of them are its key.
    public func projecting(_ columns: [Int]) -> Schema {
        Schema(columns.map { self.columns[$0] }, key: columns.map { self.columns[$0].name })
    }
}

extension Batch {
    /// Some columns of all rows, in the given order.
    public func projecting(_ columns: [Int]) -> Batch {
        Batch(schema: schema.projecting(columns), columns: columns.map { self.columns[$0] }, count: count)
    }
}
