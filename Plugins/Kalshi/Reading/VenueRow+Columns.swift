import LosslessJSON
import PluginKit
import Tabular

extension VenueRow {
    /// Appends a row, each column from the place that its declaration names, or from `own`; answers the members that are null because they
    /// cannot be read. On an error, for a member that may not be null, the builder has a row begun.
    func append(to builder: inout BatchBuilder, own: [String: Value] = [:]) throws(OddMember) -> [OddMember] {
        var odd: [OddMember] = []
        for column in builder.schema.columns {
            var value = own[column.name] ?? .null
            if own[column.name] == nil {
                do throws(OddMember) {
                    value = try self.value(of: column)
                } catch {
                    guard column.isNullable else { throw error }
                    odd.append(error)
                }
            }
            guard !value.isNull || column.isNullable else { throw OddMember(column.source, expected: column.type.name, found: nil) }
            builder.value(value)
        }
        builder.endRow()
        return odd
    }

    private func value(of column: Column) throws(OddMember) -> Value {
        switch column.type {
        case .text: try text(column.source).map(Value.text) ?? .null
        case .decimal: try decimal(column.source).map(Value.decimal) ?? .null
        case .integer: try integer(column.source).map(Value.integer) ?? .null
        case .boolean: try flag(column.source).map(Value.boolean) ?? .null
        case .instant: try instant(column.source).map(Value.instant) ?? .null
        case .day: .null
        }
    }
}

extension Optional where Wrapped == String {
    var value: Value { map(Value.text) ?? .null }
}

extension Page<Kalshi> {
    /// Appends entities that are told by one ticker: a member that cannot be read is null, and a row that has no ticker is set aside. Whether
    /// all could be stored.
    mutating func append(_ rows: [JSONValue], to dataset: Dataset, named name: String) throws -> Bool {
        looks(at: rows.count, of: dataset)
        var odd: [(row: JSONValue, member: OddMember, isSetAside: Bool)] = []
        try self.rows(of: dataset) { builder in
            for json in rows {
                do throws(OddMember) {
                    _ = try VenueRow(json).required(name)
                    odd += try VenueRow(json).append(to: &builder).map { (json, $0, false) }
                } catch {
                    builder.abandonRow()
                    odd.append((json, error, true))
                }
            }
        }
        for (row, member, isSetAside) in odd {
            let key = row[name]?.plainText ?? "?"
            if isSetAside {
                setAside(member, row, of: dataset, rule: member.name == name ? "P1" : "T2", key: key)
            } else {
                leavesOut(member, row, of: dataset, key: key)
            }
        }
        return !odd.contains { $0.isSetAside }
    }
}
