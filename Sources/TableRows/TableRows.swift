package import PluginKit
package import Tabular

/// How the rows of a schema stand in a table: which columns it has, and what the cells of each row are.
///
/// | column type | cells |
/// |---|---|
/// | decimal `x` | `x REAL`, and `x_text TEXT` where the double's shortest text is not the decimal's |
/// | integer, boolean | INTEGER, a boolean as 0 or 1 |
/// | text | TEXT |
/// | day, instant | TEXT, the one text of the type, so that its order is the order in time |
///
/// A decimal beyond the doubles (`1e400`) is an infinity in `x`, which is REAL and not null, and its text in `x_text`.
/// Reading gives back the very text of every decimal: `coalesce(x_text, x)` with the double's shortest text.
package enum TableRows {
    /// The columns of the table: the schema's in their order, a decimal's text behind it.
    package static func columns(of schema: Schema) -> [TableColumn] {
        schema.columns.flatMap { column -> [TableColumn] in
            switch column.type {
            case .decimal:
                [
                    TableColumn(column.name, "REAL", nullable: column.isNullable),
                    TableColumn(column.name + "_text", "TEXT", nullable: true),
                ]
            case .integer, .boolean: [TableColumn(column.name, "INTEGER", nullable: column.isNullable)]
            case .text, .day, .instant: [TableColumn(column.name, "TEXT", nullable: column.isNullable)]
            }
        }
    }
}
