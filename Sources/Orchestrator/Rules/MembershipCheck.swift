import Archive
import PluginKit
import Tabular

/// Holds a list of members against the stored one (E20): a list in which more names came, or went, than the dataset
/// lets change in a day is another list, and what is stored stays. The allowance grows with the days since the list was
/// read last, so that a true change is taken in the end.
struct MembershipCheck {
    let archive: any StoredSeries
    let walk: Walk

    /// Throws `UnitFailure` for another list.
    func check(_ page: CheckedPage) throws {
        guard case .done = page.content.end, walk.fetch.cursor == nil, let read = walk.unit.completed else { return }
        for (dataset, rows) in page.entities where page.content.completed.contains(dataset.name) {
            guard case .entities(let membership?) = dataset.kind, let daily = membership.dailyChanges,
                let last = dataset.schema.index(of: membership.lastSeen)
            else { continue }
            let known = try archive.entities(of: walk.provider.manifest.name, in: dataset)
            let members = Set(
                (0..<known.count).filter { known.columns[last].nulls[$0] }.map { known.text($0, of: dataset.thing) })
            let listed = Set((0..<rows.count).map { rows.text($0, of: dataset.thing) })
            let joined = listed.subtracting(members).count
            let left = members.subtracting(listed).count
            let days = max(1, walk.fetch.now.dayUTC.number - read.dayUTC.number)
            guard !members.isEmpty, max(joined, left) > daily * Int(days) else { continue }
            throw UnitFailure(
                .mismatch,
                Reason(
                    "other_list",
                    """
                    of \(members.count) names \(left) are not in it and \(joined) others are, since \(read.dayUTC); \
                    \(daily) a day are believed, so a true change is taken within days
                    """))
        }
    }
}
