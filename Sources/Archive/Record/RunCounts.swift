import GRDB

/// What a run did in numbers, or one unit in it: the one place where a count is, and the one table of what each is
/// called.
package struct RunCounts: Sendable, Hashable {
    /// Units that people count: done or incomplete; absent or failed.
    package var success = 0
    package var failed = 0
    package var requests = 0
    package var retries = 0
    /// Of answers, on the wire.
    package var bytes = 0
    package var stored = 0
    package var revised = 0
    package var aside: Aside
    /// Of `success`, those that lack something of which no wave tells.
    package var incomplete = 0
    /// Holes that there are now.
    package var gapsOpen = 0
    /// Holes that there were before, and that rows fill now.
    package var gapsFilled = 0

    /// What came and did not become a row as it came, and what could not be compared: told together wherever the run is
    /// told of. Rows that were newly set aside or held back end it with 10; a remark on rows that were stored does not.
    package struct Aside: Sendable, Hashable {
        /// Rows that a rule set aside, and those of them that were not set aside before.
        package var quarantined = 0
        package var newlyQuarantined = 0
        /// Rows that wait, for a restatement or for the owner's word; the ledger has sessions of units that the run
        /// left so.
        package var held = 0
        /// Rows of which an answer had two that differ; the first is stored.
        package var contradicted = 0
        /// Stored rows that were asked for again and that no answer had: they stay, and nothing was held against them.
        package var uncompared = 0
        /// What is odd about rows that were stored all the same; the ledger has what was new.
        package var remarks = 0

        package init() {}

        package var isEmpty: Bool { quarantined + held + contradicted + uncompared + remarks == 0 }
    }

    package init(aside: Aside = Aside()) { self.aside = aside }

    package var total: Int { success + failed }

    /// Of 100; nil while nothing was worked on.
    package var successRate: Double? { total == 0 ? nil : Double(success) * 100 / Double(total) }

    /// What a count is called, and where it is told.
    package struct Key: Sendable {
        package typealias Path = WritableKeyPath<RunCounts, Int> & Sendable

        /// In JSON, in `update_summary.csv` and in the ledger.
        package let name: String
        /// Of a unit or in a list, where it is clear that it is rows: `stored`.
        package let title: String
        package let path: any Path
        let places: Places

        init(_ name: String, _ title: String, _ path: any Path, _ places: Places) {
            (self.name, self.title, self.path, self.places) = (name, title, path, places)
        }

        /// In `run_units`.
        var unitColumn: String { places.contains(.unitEnds) ? title : name }
    }

    /// Kinds of counts, and where they are told.
    package struct Places: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// Units; what was asked; what became of rows.
        package static let units = Places(rawValue: 1)
        package static let asked = Places(rawValue: 2)
        package static let rows = Places(rawValue: 4)
        /// Columns of `runs`, and members of a run in JSON.
        package static let runs = Places(rawValue: 8)
        /// Columns of `run_units`: those that add up in one that ends twice, and those of its last end.
        package static let unitSums = Places(rawValue: 16)
        static let unitEnds = Places(rawValue: 32)
        /// Members of the report that a run ends with.
        package static let report = Places(rawValue: 64)
        /// Told of a run that is in the ledger as what did not become a row as it came.
        package static let aside = Places(rawValue: 128)
    }

    /// All counts, in the order in which they are told.
    package static let keys: [Key] = [
        Key("success", "success", \.success, [.units, .runs, .report]),
        Key("failed", "failed", \.failed, [.units, .runs, .report]),
        Key("requests", "requests", \.requests, [.asked, .runs, .report]),
        Key("retries", "retries", \.retries, [.asked, .runs, .report]),
        Key("bytes", "bytes", \.bytes, [.asked, .runs, .report]),
        Key("rows_stored", "stored", \.stored, [.rows, .runs, .unitSums, .report]),
        Key("rows_revised", "revised", \.revised, [.rows, .runs, .unitSums, .report]),
        Key("rows_quarantined", "quarantined", \.aside.quarantined, [.rows, .runs, .unitSums, .report, .aside]),
        Key("rows_newly_quarantined", "newly_quarantined", \.aside.newlyQuarantined, .report),
        Key("rows_held", "held", \.aside.held, [.report, .aside]),
        Key("rows_contradicted", "contradicted", \.aside.contradicted, [.report, .aside]),
        Key("rows_uncompared", "uncompared", \.aside.uncompared, [.unitSums, .report, .aside]),
        Key("remarks", "remarks", \.aside.remarks, .aside),
        Key("incomplete", "incomplete", \.incomplete, .report),
        Key("gaps_open", "gaps", \.gapsOpen, [.unitEnds, .report]),
        Key("gaps_filled", "gaps_filled", \.gapsFilled, [.runs, .unitSums, .report]),
    ]

    /// Those of all these places, and of none of the others.
    package static func keys(in places: Places, butIn others: Places = []) -> [Key] {
        keys.filter { $0.places.isSuperset(of: places) && $0.places.isDisjoint(with: others) }
    }

    static let runKeys = keys(in: .runs)
    static let unitKeys = keys.filter { !$0.places.isDisjoint(with: [.unitSums, .unitEnds]) }

    package static func += (left: inout RunCounts, right: RunCounts) {
        for key in keys { left[keyPath: key.path] += right[keyPath: key.path] }
    }

    /// Goes by what the ledger has of it: what came behind the last commit is not there.
    package mutating func take(asIn ledger: RunCounts) {
        for key in Self.runKeys { self[keyPath: key.path] = ledger[keyPath: key.path] }
        aside.newlyQuarantined = min(aside.newlyQuarantined, aside.quarantined)
    }

    /// From the columns of these keys, which begin at one.
    init(_ row: Row, from first: Int, _ keys: [Key]) {
        self.init()
        for (offset, key) in keys.enumerated() { self[keyPath: key.path] = row[first + offset] }
    }

    func values(_ keys: [Key]) -> [(any DatabaseValueConvertible)?] { keys.map { self[keyPath: $0.path] } }
}
