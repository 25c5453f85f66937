package import Tabular

/// What becomes of units besides their pages: they come, rest, end, leave, or go on under another name. Each is a
/// commit of its own, and nothing is committed where there is nothing to say.
extension Archive {
    /// Units that a job names are in the archive from now on; see ``Record/keep(_:now:)``.
    package func keep(_ units: [UnitRecord], now: Instant) throws -> [UnitRecord] {
        units.isEmpty ? [] : try change { try $0.keep(units, now: now) }
    }

    /// An earlier first tick of units is wanted from now on; see ``Record/widen(_:now:)``.
    package func widen(_ starts: [Int64: Int64], now: Instant) throws {
        if !starts.isEmpty { try change { try $0.widen(starts, now: now) } }
    }

    /// Moves the archive's first day back to an earlier one; never forward.
    package func widenStart(to day: Day) throws {
        if let start = try record.start, start <= day { return }
        try change { try $0.widenStart(to: day) }
    }

    /// Units that were due and have nothing to be asked for: when they are looked at next, or that they are sealed.
    package func settle(_ units: [SettledUnit], run: Int64) throws {
        if !units.isEmpty { try change { try $0.settle(units, run: run, recorded: planNow ?? Instant(seconds: 0)) } }
    }

    /// Units of the frontier whose walks are given up; what was committed of them stays.
    package func withdraw(_ units: [Int64]) throws {
        guard !units.isEmpty else { return }
        try endWalks(of: try units.compactMap { try record.frontierEntry(of: $0)?.unit }) { record in
            try record.leaveFrontier(units)
            try record.dropEmptyPlan()
        }
    }

    /// The frontier is given up: its units keep what was committed of them. With it go the spool and unfinished
    /// replacements.
    package func dropFrontier() throws {
        guard try record.frontier() != nil else { return }
        try endWalks(of: try record.frontierUnits().compactMap { try record.unit($0) }) { record in
            try record.dropFrontier()
        }
    }

    /// Seals units for good, with what is known of them now: their rows stay, and no run asks for them again, whatever
    /// it is told, until `reopen`. What an interrupted run left of them is let go. One commit.
    ///
    /// - Parameter coverage: a unit's whole new coverage, in which what is not there is `unavailable` as
    ///   ``Reason/retired``.
    package func retire(_ units: [(unit: UnitRecord, coverage: Coverage)], now: Instant) throws {
        try endWalks(of: units.map(\.unit)) { record in
            for (unit, coverage) in units {
                try record.finish(unit.id)
                try record.retire(unit, coverage, now: now)
            }
        }
    }

    /// Removes units with their coverage, notes and quarantined rows. Files that have rows are kept beside where they
    /// were, under names that end in `.forgotten`, damaged or not; where no file has them, the rows of a table are kept
    /// in the table `replaced`. Exchanges, revisions and rows of the ledger stay; table `forgotten` says what the units
    /// were. All of it is one commit.
    package func forget(_ units: [UnitRecord], run: Int64? = nil, now: Instant = Instant(seconds: 0)) throws {
        try change { _ in for unit in units { try forget(unit, run: run, now: now) } }
    }

    private func forget(_ unit: UnitRecord, run: Int64?, now: Instant) throws {
        var kept: Set<String> = []
        // Files first: what one has is not kept a second time.
        for part in try record.parts(of: unit) {
            let isKept = try reader.store(of: part)?.letGo(
                of: part, of: unit, record.dataset(part.dataset, of: unit.provider),
                isKept: kept.contains(part.dataset), run: run, now: now
            )
            if isKept == true { kept.insert(part.dataset) }
        }
        try record.forget(unit, run: run)
    }

    /// A unit goes on under another name, in one commit: its files have the new name, its rows in every store the new
    /// one in their keys, and nothing else of them is another. What is recorded of it stays its own: coverage,
    /// corrections, what was set aside and replaced. What the old name lacked is asked for at once, and read whole, so
    /// that rows of the new name are held against all that is stored.
    ///
    /// A unit that has the new name already and not one row makes way. Throws `.misuse` where it has rows, and an error
    /// with `isOfOneUnit` when the unit's own rows are not as recorded: then nothing was changed.
    package func rename(_ renaming: UnitRenaming, run: Int64, now: Instant) throws {
        let unit = renaming.unit
        let other = try record.unit(renaming.name, of: unit.provider)
        if let other, try record.hasRows(other) {
            throw ArchiveError(.misuse, "\(other.label) has rows of its own, so \(unit.label) cannot be renamed to it")
        }
        let units = [unit, other].compactMap { $0 }
        // Walks that are under way are for the old name.
        try endWalks(of: units) { record in try record.leaveFrontier(units.map(\.id)) }
        let parts = try record.parts(of: unit).compactMap {
            part -> (part: SeriesPart, store: any SeriesStore, series: Series)? in
            guard let store = reader.store(of: part), let dataset = try record.dataset(part.dataset, of: unit.provider)
            else { return nil }
            return (part, store, Series(unit, dataset))
        }
        // A kill before the commit leaves what these remove.
        try undoing {
            try record.transaction {
                for moved in parts { try moved.store.prepareRename(of: moved.part, moved.series, to: renaming) }
            }
        }
        do {
            try grouped { group in
                try group.staging {
                    for moved in parts {
                        try record.widen(moved.part, of: moved.series)
                        try moved.store.rename(moved.part, of: moved.series, to: renaming, in: group)
                    }
                    if let other { try forget(other, run: run, now: now) }
                    try record.rename(renaming, run: run, now: now)
                }
            }
        } catch let error as ArchiveError where error.isOfOneUnit {
            try commit()
            throw error
        }
        try commit()
    }
}
