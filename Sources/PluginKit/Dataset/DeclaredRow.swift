import LosslessJSON
import Tabular

/// Reads one JSON object into one row, each column from the path that its declaration names.
enum DeclaredRow {
    static func append(_ row: JSONValue, of dataset: Dataset, to builder: inout BatchBuilder) throws {
        for column in dataset.schema.columns {
            guard let value = try find(column.source, in: row), !value.isNull else {
                guard column.isNullable || dataset.runtimeColumns.contains(column.name) else {
                    throw PluginError.malformed("\(dataset.name).\(column.name): nothing at \(row.path).\(column.source)")
                }
                builder.null()
                continue
            }
            try append(value, as: column, to: &builder)
        }
        builder.endRow()
    }

    private static func find(_ source: String, in row: JSONValue) throws -> JSONValue? {
        var value = row
        for name in source.split(separator: ".") {
            guard let next = try value.optional(String(name)) else { return nil }
            value = next
        }
        return value
    }

    private static func append(_ value: JSONValue, as column: Column, to builder: inout BatchBuilder) throws {
        switch column.type {
        case .text:
            builder.text(value.kind == .number ? try value.numberText() : try value.string())
        case .decimal:
            // Venues send decimals as numbers and as strings.
            let text = value.kind == .string ? try value.string() : try value.numberText()
            guard DecimalText.isDecimal(text.utf8) else { throw PluginError.malformed("\(value.path): '\(text)' is not a decimal") }
            builder.decimal(text)
        case .integer:
            builder.integer(try value.integer())
        case .boolean:
            builder.boolean(try value.bool())
        case .day:
            let text = try value.string()
            guard let day = Day(text) else { throw PluginError.malformed("\(value.path): '\(text)' is not a date") }
            builder.day(day)
        case .instant:
            guard let instant = try instant(value) else { throw PluginError.malformed("\(value.path): not an instant") }
            builder.instant(instant)
        }
    }

    /// ISO text, or whole Unix seconds.
    private static func instant(_ value: JSONValue) throws -> Instant? {
        value.kind == .number ? Instant(seconds: try value.integer()) : Instant(try value.string())
    }
}
