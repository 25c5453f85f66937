import LosslessJSON
import Tabular

/// A row of a declared source's JSON on its way in: the value, and the name of the unit that it was asked for.
struct DeclaredRow {
    let json: JSONValue
    let name: String

    /// How the columns of a dataset are read: by their paths, by elements of arrays, from the unit's name.
    static func plan(_ dataset: Dataset) -> RowPlan<DeclaredRow> {
        let convention = Convention.plain
        let readings = dataset.schema.columns.compactMap { column -> ColumnReading<DeclaredRow>? in
            if column.isOfName { return .text(column.name) { row throws(OddMember) in row.name } }
            let path = DeclaredPath(column.source)
            guard path.hasElements else { return nil }
            let (type, form) = (column.type, column.form)
            return ColumnReading(name: column.name, type: type.name, isOfType: { $0 == type }) {
                (row, builder) throws(OddMember) in
                guard let value = path.value(in: row.json), !value.isNull else { return false }
                return try convention.append(value, type, form, at: path.text, to: &builder)
            }
        }
        return RowPlan(dataset, convention: convention, json: { $0.json }, readings)
    }
}

extension Column {
    /// Filled with the name of the unit: `{symbol}`.
    var isOfName: Bool { source.hasPrefix("{") && source.hasSuffix("}") }
}

/// A path of members and elements: `data.bars`, `[4]`, `result[0].values`.
struct DeclaredPath: Sendable, Hashable {
    private enum Step: Hashable {
        case member(String)
        case element(Int)
    }

    let text: String
    private let steps: [Step]

    init(_ text: String) {
        self.text = text
        var steps: [Step] = []
        for part in text.split(separator: ".") {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            if let name = pieces.first, !name.isEmpty { steps.append(.member(String(name))) }
            for piece in pieces.dropFirst() {
                steps.append(
                    piece.last == "]"
                        ? Int(piece.dropLast()).map { .element($0) } ?? .member("[\(piece)") : .member("[\(piece)"))
            }
        }
        self.steps = steps
    }

    var hasElements: Bool { steps.contains { if case .element = $0 { true } else { false } } }

    /// nil where there is nothing.
    func value(in root: JSONValue) -> JSONValue? {
        var value: JSONValue? = root
        for step in steps {
            switch step {
            case .member(let name): value = value?[name]
            case .element(let index): value = value?[index]
            }
        }
        return value
    }

    /// Its text, or its digits; nil where there is nothing, null or an empty text.
    func said(in root: JSONValue) -> String? {
        guard let text = value(in: root)?.plainText, !text.isEmpty else { return nil }
        return text
    }
}
