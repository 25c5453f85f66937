import PluginKit
import Tabular

/// What a declared rule must be for the runtime to be able to check it. Part of `ManifestContract`.
struct RuleContract {
    let rule: Rule
    let dataset: Dataset

    func violations() -> [ContractViolation] {
        var found: [ContractViolation] = []
        func expect(_ holds: Bool, _ clause: String, _ detail: String = "") {
            let place = "\(dataset.name): \(rule.name)\(detail.isEmpty ? "" : " of \(detail)")"
            if !holds { found.append(ContractViolation(clause: clause, detail: place)) }
        }
        expect(!rule.name.isEmpty, "a rule has a name")
        expect(!rule.summary.isEmpty, "a rule has a summary")
        for (name, kinds) in columns {
            guard let index = dataset.schema.index(of: name) else {
                expect(false, "a rule speaks of columns that exist", name)
                continue
            }
            let kind = Kind(dataset.schema.columns[index].type)
            expect(kinds.contains(kind), "a rule looks at columns of a type that it can read", "\(name), \(kind)")
        }
        switch rule.check {
        case .session, .increasing, .distinct, .text(_, .notEmpty): break
        case .reading: expect(rule.action != .reject, "what is read sets aside or flags", rule.action.rawValue)
        case .positive(let names, let limit), .notNegative(let names, let limit):
            expect(!names.isEmpty, "a rule names columns")
            expect(limit > 0, "a limit is above 0")
        case .belowPrevious:
            expect(dataset.isSeries, "a rule about the row before is of a series")
        case .notAbove(_, _, let tolerance):
            expect(tolerance >= 0, "a tolerance is not below 0")
        case .ordered(_, _, _, let tolerance):
            expect(tolerance >= 0, "a tolerance is not below 0")
        case .within(let names, let lower, let upper):
            expect(!names.isEmpty, "a rule names columns")
            expect(
                isOrdered(lower, upper), "bounds are decimals and the lower is not above the upper",
                "\(lower) and \(upper)")
        case .sum(let names, let total):
            expect(names.count > 1, "a sum has two columns or more")
            expect(DecimalText.isDecimal(total.utf8), "a sum's total is a decimal", total)
        case .ascending(let names):
            expect(names.count > 1, "an order has two columns or more")
            let kinds = Set(
                columns.compactMap { dataset.schema.index(of: $0.name) }.map { Kind(dataset.schema.columns[$0].type) })
            expect(kinds.count < 2, "an order is of numbers, of days or of instants", names.joined(separator: ", "))
        case .text(_, .digits(let maximum)):
            expect(maximum > 0, "a shape has room for a character")
        case .text(_, .hexadecimal(let length)):
            expect(length.lowerBound > 0, "a shape has room for a character")
        case .aligned(_, let grid):
            if case .seconds(let step) = grid { expect(step > 0, "a grid has a step above 0") }
        case .lifetime:
            expect(dataset.isSeries, "a lifetime is of a series")
        case .forward(_, let order):
            let states = order.flatMap { $0 }
            expect(
                order.count > 1 && !order.contains([]), "an order of states has two groups or more, none of them empty")
            expect(Set(states).count == states.count, "an order names a state once")
            expectChange()
        case .notDecreasing(let names), .unchanging(let names):
            expect(!names.isEmpty, "a rule names columns")
            expectChange()
        }
        return found

        func expectChange() {
            expect(!dataset.isSeries, "a rule about changes is of entities or of changes")
            // The row is stored before anybody could set it aside: its list has told it for good.
            expect(rule.action == .flag, "a rule about changes flags", rule.action.rawValue)
            let key = Set(dataset.schema.keyNames)
            for (name, _) in columns where key.contains(name) {
                expect(false, "a rule about changes is not of the key", name)
            }
        }
    }

    private enum Kind: String, CustomStringConvertible, CaseIterable {
        case text, number, boolean, day, instant

        init(_ type: ColumnType) {
            switch type {
            case .text: self = .text
            case .decimal, .integer: self = .number
            case .boolean: self = .boolean
            case .day: self = .day
            case .instant: self = .instant
            }
        }

        var description: String { rawValue }
    }

    /// The columns that the rule looks at, and what they may hold.
    private var columns: [(name: String, kinds: [Kind])] {
        switch rule.check {
        case .session(let column, _): [(column, [.day])]
        case .positive(let columns, _), .notNegative(let columns, _), .notDecreasing(let columns):
            columns.map { ($0, [.number]) }
        case .notAbove(let column, let limit, _), .belowPrevious(let column, let limit):
            [column, limit].map { ($0, [.number]) }
        case .ordered(let low, let within, let high, _): ([low, high] + within).map { ($0, [.number]) }
        case .within(let columns, _, _), .sum(let columns, _): columns.map { ($0, [.number]) }
        case .ascending(let columns): columns.map { ($0, [.number, .day, .instant]) }
        case .text(let column, _), .forward(let column, _): [(column, [.text])]
        case .aligned(let column, _): [(column, [.instant])]
        case .unchanging(let columns): columns.map { ($0, Kind.allCases) }
        case .increasing, .lifetime, .distinct, .reading: []
        }
    }

    private func isOrdered(_ lower: String, _ upper: String) -> Bool {
        guard DecimalText.isDecimal(lower.utf8), DecimalText.isDecimal(upper.utf8) else { return false }
        return DecimalText.double(Array(lower.utf8)[...]) ?? .nan <= DecimalText.double(Array(upper.utf8)[...]) ?? .nan
    }
}
