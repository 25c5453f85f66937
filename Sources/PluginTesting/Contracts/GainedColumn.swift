import Tabular

/// A column that a dataset gains: null in the rows that are there, wherever it stands.
struct GainedColumn: CustomStringConvertible {
    let column: Column
    let place: Int

    /// Of every type at the beginning, in the middle and at the end of a schema.
    static func all(of schema: Schema) -> [GainedColumn] {
        var name = "gained"
        while schema.names.contains(where: { $0.hasPrefix(name) }) { name += "_" }
        let types: [ColumnType] = [.text, .decimal, .integer, .boolean, .day, .instant(fractionDigits: 6)]
        return [0, schema.width / 2, schema.width].flatMap { place in
            types.map { GainedColumn(column: Column(name, $0, nullable: true), place: place) }
        }
    }

    func widening(_ batch: Batch) -> Batch {
        var columns = batch.schema.columns
        columns.insert(column, at: place)
        var data = batch.columns
        var nulls = ColumnData(values: Array(repeating: 0, count: batch.count))
        nulls.nulls = Array(repeating: true, count: batch.count)
        data.insert(nulls, at: place)
        var builder = BatchBuilder(Schema(columns, key: batch.schema.keyNames))
        builder.append(columns: data)
        return builder.finish()
    }

    var description: String { "\(column.type.name) at \(place)" }
}
