import LosslessJSON
import PluginKit
import Tabular

extension VenueRow {
    /// Appends a row, each column from the place that its declaration names, or from `own`. On an error the builder has a row begun.
    func append(to builder: inout BatchBuilder, own: [String: Value] = [:]) throws {
        for column in builder.schema.columns {
            let value = try own[column.name] ?? value(of: column)
            guard !value.isNull || column.isNullable else {
                throw PluginError.malformed("\(column.name): nothing at \(json.path).\(column.source)")
            }
            builder.value(value)
        }
        builder.endRow()
    }

    private func value(of column: Column) throws -> Value {
        switch column.type {
        case .text: return try text(column.source).map(Value.text) ?? .null
        case .decimal: return try decimal(column.source).map(Value.decimal) ?? .null
        case .integer: return try find(column.source).map { .integer(try $0.integer()) } ?? .null
        case .boolean: return try find(column.source).map { .boolean(try $0.bool()) } ?? .null
        case .instant: return try instant(column.source).map(Value.instant) ?? .null
        case .day: return .null
        }
    }
}

extension Optional where Wrapped == String {
    var value: Value { map(Value.text) ?? .null }
}
