import LosslessJSON
import Tabular

/// Reads one JSON object into one row, each column from the path that its declaration names.
enum DeclaredRow {
    /// Answers the members that are null because they cannot be read. Throws for one that may not be null; the builder then has a row begun.
    static func append(_ row: JSONValue, of dataset: Dataset, to builder: inout BatchBuilder) throws(OddMember) -> [OddMember] {
        var odd: [OddMember] = []
        for column in dataset.schema.columns {
            do throws(OddMember) {
                builder.value(try value(of: column, in: row))
            } catch {
                guard column.isNullable || dataset.runtimeColumns.contains(column.name) else { throw error }
                // What the runtime writes no answer has.
                if column.isNullable { odd.append(error) }
                builder.null()
            }
        }
        builder.endRow()
        return odd
    }

    private static func value(of column: Column, in row: JSONValue) throws(OddMember) -> Value {
        var found: JSONValue? = row
        for name in column.source.split(separator: ".") {
            guard let object = found, !object.isNull else { break }
            guard object.kind == .object else { throw OddMember(column.source, expected: "a member of an object", found: object) }
            found = object[String(name)]
        }
        guard let member = found, !member.isNull else {
            guard column.isNullable else { throw OddMember(column.source, expected: column.type.name, found: nil) }
            return .null
        }
        guard let value = value(member, column.type) else { throw OddMember(column.source, expected: column.type.name, found: member) }
        return value
    }

    private static func value(_ member: JSONValue, _ type: ColumnType) -> Value? {
        switch type {
        case .text: member.plainText.map(Value.text)
        // Venues send decimals as numbers and as strings.
        case .decimal: member.decimalText.map(Value.decimal)
        case .integer: member.wholeNumber.map(Value.integer)
        case .boolean: member.flag.map(Value.boolean)
        case .day: member.plainText.flatMap { Day($0) }.map(Value.day)
        case .instant: member.instant.map(Value.instant)
        }
    }
}
