import PluginKit
import Tabular

/// What a list of members says of names that left and names that came under one identity (a company's CIK). A pure
/// value.
///
/// A rename is proved where exactly one name of an identity has left, exactly one that was never there has come at the
/// same reading of the list or within days, and the identity has no other member: classes of shares have one identity
/// too.
struct ListedNames {
    /// Days between the last of the old name and the first of the new one, if the list was read in between.
    static let days: Int64 = 10

    struct Rename: Hashable {
        let old: String
        let new: String
        let identity: String
        /// The first day of the new name.
        let since: Day
    }

    /// Names of one identity of which one left about when another came, and that prove nothing.
    struct Doubt: Hashable {
        let old: [String]
        let new: [String]
        let identity: String
        /// `the others are members too`
        let why: String
    }

    private(set) var renames: [Rename] = []
    private(set) var doubts: [Doubt] = []

    private struct Name {
        let name: String
        var spells: [(first: Int64, last: Int64?)] = []

        var isMember: Bool { spells.contains { $0.last == nil } }
        var left: Int64 { spells.compactMap(\.last).max() ?? .min }
        /// Of its last spell.
        var came: Int64 { spells.map(\.first).max() ?? .max }
    }

    /// - Parameters:
    ///   - rows: of the table of members, one or several for each name.
    ///   - former: what the series of a name was called before.
    ///   - wasRead: whether the list was read whole between two days.
    init(
        _ rows: Batch, of dataset: Dataset, former: (String) throws -> [String], wasRead: (Day, Day) throws -> Bool
    ) rethrows {
        guard case .entities(let membership?) = dataset.kind, let column = membership.identity,
            let identity = rows.schema.index(of: column), let first = rows.schema.index(of: membership.firstSeen),
            let last = rows.schema.index(of: membership.lastSeen), let key = rows.schema.key.first
        else { return }
        var companies: [String: [String: Name]] = [:]
        for row in 0..<rows.count {
            guard let company = ListedNames.identity(rows.text(row: row, column: identity)),
                let name = rows.text(row: row, column: key),
                !rows.isNull(row: row, column: first)
            else { continue }
            let end = rows.isNull(row: row, column: last) ? nil : rows.integer(row: row, column: last)
            companies[company, default: [:]][name, default: Name(name: name)].spells.append(
                (rows.integer(row: row, column: first), end))
        }
        for (company, names) in companies.sorted(by: { $0.key < $1.key }) where names.count > 1 {
            let names = names.values.sorted { $0.name < $1.name }
            let left = names.filter { !$0.isMember }
            let members = names.filter(\.isMember)
            for old in left {
                let formers = try former(old.name)
                // A name that was there before, or for as long as this one, is no new one, unless the series itself had
                // it.
                let new = members.filter {
                    ($0.spells.count == 1 || formers.contains($0.name)) && $0.came > old.came
                        && $0.came > old.left - ListedNames.days
                }
                guard !new.isEmpty else { continue }
                try judge(old, new, left: left, members: members, company, wasRead)
            }
        }
    }

    private mutating func judge(
        _ old: Name, _ new: [Name], left: [Name], members: [Name], _ company: String,
        _ wasRead: (Day, Day) throws -> Bool
    ) rethrows {
        func doubt(_ why: String) {
            doubts.append(Doubt(old: [old.name], new: new.map(\.name), identity: company, why: why))
        }
        guard new.count == 1, let one = new.first else { return doubt("\(new.count) names came") }
        // What left long before has nothing to do with it; nor has a name that the same member had before or after this
        // one.
        let others = left.filter {
            $0.name != old.name && $0.left > one.came - ListedNames.days * 3 && $0.left >= old.came
                && $0.came <= old.left
        }
        guard others.isEmpty else { return doubt("\(others.map(\.name).joined(separator: ", ")) left too") }
        guard members.count == 1 else {
            return doubt("\(members.filter { $0.name != one.name }.map(\.name).joined(separator: ", ")) stayed")
        }
        guard one.came > old.left else {
            return doubt("both were in the list from \(Day(number: one.came)) to \(Day(number: old.left))")
        }
        let isNear =
            try one.came - old.left <= ListedNames.days || !wasRead(Day(number: old.left), Day(number: one.came))
        guard isNear else { return doubt("\(one.came - old.left) days lie between") }
        renames.append(Rename(old: old.name, new: one.name, identity: company, since: Day(number: one.came)))
    }

    /// Without zeros in front; nil where it names nobody.
    static func identity(_ text: String?) -> String? {
        let text = (text ?? "").filter { !$0.isWhitespace }
        let digits = text.drop { $0 == "0" }
        return digits.isEmpty ? nil : String(digits)
    }
}
