public import LosslessJSON
public import Tabular

/// Rows go into a page by a plan, which knows each column by its name; nothing is put in by its place.
extension Page {
    /// Appends an array of JSON objects; each column is read from where its declaration says. Numbers keep their text.
    /// A row that cannot be read is set aside (T2 of docs/glossary.md); a member that cannot be, and may be null, is
    /// left out.
    public mutating func append(_ rows: JSONValue, to dataset: Dataset) throws {
        _ = try append(rows.elements, by: RowPlan(dataset))
    }

    /// The same by a plan. Whether all rows could be stored.
    /// - Parameter rules: by the path of a member, under which rule its row is set aside where that is not T2.
    public mutating func append(
        _ rows: some Sequence<JSONValue>, by plan: RowPlan<JSONValue>, rules: [String: String] = [:]
    ) throws -> Bool {
        let keys = plan.dataset.schema.keyNames.map(plan.member)
        return try append(rows, by: plan, rules: rules, json: { $0 }) { row in
            keys.map { $0.raw(in: row)?.plainText ?? "?" }.joined(separator: "|")
        }
    }

    /// The same of rows that have more than their JSON, such as what they stand in.
    /// - Parameter key: a row's key as text, for messages and the quarantine.
    public mutating func append<Row>(
        _ rows: some Sequence<Row>, by plan: RowPlan<Row>, rules: [String: String] = [:], json: (Row) -> JSONValue,
        key: (Row) -> String
    ) throws -> Bool {
        var odd: [(row: Row, member: OddMember, isSetAside: Bool)] = []
        var count = 0
        try self.rows(by: plan) { builder in
            for row in rows {
                count += 1
                do throws(OddMember) {
                    for member in try builder.append(row) { odd.append((row, member, false)) }
                } catch {
                    odd.append((row, error, true))
                }
            }
        }
        looks(at: count, of: plan.dataset)
        for (row, member, isSetAside) in odd {
            if isSetAside {
                setAside(member, json(row), of: plan.dataset, rule: rules[member.name] ?? "T2", key: key(row))
            } else {
                leavesOut(member, json(row), of: plan.dataset, key: key(row))
            }
        }
        return !odd.contains(where: \.isSetAside)
    }

    /// Appends values that the provider has read itself, by a plan that looks into no answer.
    public mutating func append<Row>(values: some Sequence<Row>, by plan: RowPlan<Row>) throws {
        try rows(by: plan) { rows in
            for value in values { _ = try rows.append(value) }
        }
    }

    /// Appends rows one by one.
    public mutating func rows<Row>(by plan: RowPlan<Row>, _ body: (inout RowBuilder<Row>) throws -> Void) throws {
        try plan.check()
        try content.withBuilder(of: plan.dataset) { builder in
            var rows = RowBuilder(plan, taking: &builder)
            defer { builder = rows.builder }
            try body(&rows)
        }
    }

    /// Appends the rows of an answer as whole columns.
    public mutating func append<Answer>(_ answer: Answer, by plan: ColumnPlan<Answer>) throws {
        try plan.check()
        let columns = try plan.columns(of: answer)
        try content.withBuilder(of: plan.dataset) { $0.append(columns: columns) }
    }
}

/// Rows of a page on their way in.
public struct RowBuilder<Row> {
    @usableFromInline let plan: RowPlan<Row>
    @usableFromInline var builder: BatchBuilder

    /// The builder is this one's until it is handed back: two would copy all rows.
    init(_ plan: RowPlan<Row>, taking builder: inout BatchBuilder) {
        self.plan = plan
        self.builder = builder
        builder = BatchBuilder(Schema([], key: []))
    }

    /// Answers the members that are null because they cannot be read, for `Page.leavesOut`. Throws for a member that
    /// costs its row, for `Page.setAside`; nothing of the row stays.
    @inlinable
    public mutating func append(_ row: Row) throws(OddMember) -> [OddMember] { try plan.append(row, to: &builder) }
}
