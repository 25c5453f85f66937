import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// Columns that datasets have gained since the first rows were stored: how many units have rows that were read without
/// them, for people.
struct LateColumns {
    struct Count {
        let dataset: String
        let column: String
        /// With rows that were read without it.
        var units = 0
        /// Of these those of which no row was read with it yet.
        var unread = 0
    }

    /// In the order in which they were met.
    private(set) var counts: [Count] = []

    mutating func add(_ account: UnitAccount) {
        for late in account.columns {
            var place = counts.count
            if let known = counts.firstIndex(where: { $0.dataset == late.dataset && $0.column == late.column }) {
                place = known
            } else {
                counts.append(Count(dataset: late.dataset, column: late.column))
            }
            counts[place].units += 1
            if late.unreadThrough == nil { counts[place].unread += 1 }
        }
    }

    /// `trades.outcome came later: 12 markets have rows that were read without it, 3 of them no others`
    static func text(_ count: Count, _ noun: ProviderManifest.Noun) -> String {
        let have = count.units == 1 ? "has" : "have"
        let unread = count.unread > 0 ? ", \(Figures.count(count.unread)) of them no others" : ""
        return
            """
            \(count.dataset).\(count.column) came later: \(noun.counted(count.units)) \(have) rows that were read \
            without it\(unread)
            """
    }

    /// `trades.outcome is null in rows through 2026-11-30T05:00:00Z, which were read without it`
    static func text(_ late: LateColumn, on axis: Axis) -> String {
        let name = "\(late.dataset).\(late.column)"
        guard let last = late.unreadThrough else { return "\(name) was not read yet: it is null in all rows" }
        return "\(name) is null in rows through \(axis.text(last)), which were read without it"
    }
}
