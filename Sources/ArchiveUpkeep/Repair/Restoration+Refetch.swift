import Archive
import PluginKit
import Tabular

/// The end of a repair by fetching: a unit's rows that came take the place of what is damaged.
extension Restoration {
    /// One series of a unit: what can be read of it, and what came.
    private struct Arrival {
        let plan: SeriesPlan
        let holding: Holding
        let fetched: Batch
        let comparison: RefetchComparison
    }

    /// Puts what was fetched of a unit in the place of what is damaged; see `Archive.takeRefetched`.
    func take(_ unit: UnitRecord, from other: ArchiveReader, run: Int64) throws -> Refetch {
        func kept(_ why: String) -> Refetch { Refetch(unit: unit, deed: nil, message: why, kept: []) }
        guard let fetched = try other.record.unit(unit.id), fetched.completed != nil else {
            return kept("nothing came for it: \(try reason(unit, other))")
        }
        let names = Set(try archive.record.parts(of: unit).map(\.dataset)).sorted()
        let plans = try names.compactMap { name in
            try inspection.dataset(name, of: unit.provider).map { try SeriesPlan(archive, unit, $0, []) }
        }
        guard plans.contains(where: \.isLost) else {
            return kept("it was as the record says when it was looked at again")
        }
        if let blocked = plans.first(where: \.isBlocked) {
            return kept("\(blocked.dataset.name) cannot be read by this user")
        }
        let arrivals = try plans.map { plan in
            let holding = try Holding(archive, unit, plan.dataset)
            let rows = try other.storedRows(of: unit, in: plan.dataset)
            return Arrival(
                plan: plan, holding: holding, fetched: rows,
                comparison: RefetchComparison(
                    fetched: rows, holding: holding.rows, unit: plan.dataset.unitColumns,
                    surplus: holding.rows.count - plan.recordedCount, isExact: try plan.isRecorded(rows)))
        }
        guard arrivals.contains(where: { !$0.fetched.isEmpty }) else {
            return kept("nothing came for it: \(try reason(unit, other))")
        }
        if let short = arrivals.first(where: \.comparison.isShort) {
            return kept(
                """
                \(short.fetched.count) rows of \(short.plan.dataset.name) came, and \(short.comparison.missing.count) \
                that can be read are not among them
                """
            )
        }
        return try replace(unit, fetched, arrivals, other, run: run)
    }

    private func reason(_ unit: UnitRecord, _ other: ArchiveReader) throws -> String {
        if let found = try other.record.lastOutcome(of: unit.id)?.reason { return "\(found)" }
        return "the upstream was not asked, or did not answer"
    }

    private func replace(
        _ unit: UnitRecord, _ fetched: UnitRecord, _ arrivals: [Arrival], _ other: ArchiveReader, run: Int64
    ) throws -> Refetch {
        try archive.endWalks(of: [unit]) { record in
            if arrivals.contains(where: \.plan.restarts) { try record.restart(unit.id) }
        }
        let kept = try archive.grouped { group in
            try group.staging {
                var kept: [String] = []
                for arrival in arrivals {
                    let series = Series(unit, arrival.plan.dataset)
                    for store in try archive.reader.stores(of: series) {
                        if let aside = try write(arrival, to: store, unit, run: run, in: group) { kept.append(aside) }
                    }
                }
                try record(unit, fetched, arrivals, other, run: run)
                return kept
            }
        }
        try archive.commit()
        let isWhole = arrivals.allSatisfy { $0.comparison.missing.isEmpty && $0.fetched.count >= $0.plan.recordedCount }
        return Refetch(unit: unit, deed: isWhole ? .fetched : .fetchedInPart, message: text(arrivals), kept: kept)
    }

    /// The rows take the place of what a store has, which is kept where it is damaged. Returns where.
    private func write(
        _ arrival: Arrival, to store: any SeriesStore, _ unit: UnitRecord, run: Int64, in group: CommitGroup
    ) throws -> String? {
        let plan = arrival.plan
        let series = Series(unit, plan.dataset)
        try archive.begin(series, claiming: true)
        guard let part = try archive.record.part(of: unit, plan.dataset.name, in: store.name) else { return nil }
        let isDamaged = plan.damaged.contains(store.name) || plan.toBeCleared.contains { $0.key == part.key }
        // What no file keeps is kept in the record.
        if isDamaged, try !archive.reader.stores(of: series).contains(where: { $0 is FileStore }) {
            try archive.record.keep(.damaged, of: series, run: run, now: now) { try $0(arrival.holding.rows) }
        }
        try archive.record.read(series, from: nil)
        return try store.replace(part, of: series, isBegun: part.isBegun, keeping: isDamaged, in: group) { take in
            if !arrival.fetched.isEmpty { try take(arrival.fetched) }
        }
    }

    /// What the record says of the unit is what it says of the one that was fetched.
    private func record(
        _ unit: UnitRecord, _ fetched: UnitRecord, _ arrivals: [Arrival], _ other: ArchiveReader, run: Int64
    ) throws {
        let record = archive.record
        var coverage = try other.record.coverage(of: unit.id)
        if unit.retired != nil {
            for gap in coverage.gaps { coverage.set(gap.span, .unavailable(Reason(Reason.retired))) }
        }
        for arrival in arrivals {
            for row in arrival.comparison.missing {
                try record.save(
                    RevisedRow(
                        dataset: arrival.plan.dataset.name, key: arrival.holding.rows.keyText(row),
                        stored: arrival.holding.rows.rowText(row),
                        answered: "", cause: .restated), of: unit, run: run, recorded: now)
            }
        }
        try record.finish(unit.id)
        try record.takeRefetched(
            unit, as: fetched, coverage, rowsStored: arrivals.reduce(0) { $0 + $1.fetched.count }, from: other.record,
            run: run)
    }

    private func text(_ arrivals: [Arrival]) -> String {
        let parts = arrivals.filter { !$0.fetched.isEmpty || $0.plan.recordedCount > 0 }.map { arrival in
            var text = "\(arrival.fetched.count) rows of \(arrival.plan.dataset.name)"
            let recorded = arrival.plan.recordedCount
            if arrival.fetched.count < recorded { text += " of \(recorded)" }
            if arrival.comparison.differing > 0 {
                text += ", \(arrival.comparison.differing) other than those that could be read"
            }
            if !arrival.comparison.missing.isEmpty {
                text += ", without \(arrival.comparison.missing.count) that could be read (they are in revisions)"
            }
            return text
        }
        return "fetched anew and put in its place: \(parts.joined(separator: "; "))"
    }
}
