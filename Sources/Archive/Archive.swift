import Host
package import PluginKit
package import Tabular

/// An archive, open for writing by this process alone. Not for use by two tasks at once.
///
/// Pages are applied to an open group; a group becomes durable and visible whole, by `commit()`. When a step fails on
/// the way, the group is rolled back, the archive refuses every further call, and the next `open` puts record and
/// stores right.
package final class Archive {
    /// What can be looked at, with what the open group has.
    package let reader: ArchiveReader
    /// Whether this `open` made it.
    package let isNew: Bool
    /// Runs that were killed and got their ledger row by this `open`.
    package let interruptedRuns: [Int64]
    /// Series that have more columns since this `open`, and which: `polymarket/trades: outcome`.
    package internal(set) var gained: [String] = []
    /// Series that are kept in the record since this `open`, or that could not be moved there, and why not.
    package internal(set) var moves: [Move] = []

    /// nil once closed.
    private var lock: ArchiveLock?
    package let threshold: CommitThreshold
    private(set) var poison: ArchiveError?
    /// The plan's `now`, by which units are completed.
    package var planNow: Instant?

    package var record: Record { reader.record }
    package var stores: [any SeriesStore] { reader.stores }
    package var directory: String { reader.directory }
    package var sinks: [ArchiveSink] { reader.sinks }

    private var group: CommitGroup? {
        get { reader.group }
        set { reader.group = newValue }
    }

    package init(
        _ reader: ArchiveReader, lock: ArchiveLock, threshold: CommitThreshold, isNew: Bool, interruptedRuns: [Int64]
    ) {
        self.reader = reader
        self.lock = lock
        self.threshold = threshold
        self.isNew = isNew
        self.interruptedRuns = interruptedRuns
    }

    // MARK: What is under way

    /// Puts units into the frontier, in a transaction of its own after the open group's. Each store gets a part of
    /// nothing yet for each of their series.
    ///
    /// A unit whose place is taken, or whose name makes no file name, is refused and not put into the frontier; the
    /// others are. Units that join a frontier that is not empty take over its `now`. A unit that is in the frontier
    /// already begins its walk anew.
    @discardableResult
    package func admit(_ admissions: [Admission], now: Instant, run: Int64) throws -> Admitted {
        try undoing {
            let admitted = try changing { record in
                try record.atWork {
                    planNow = try record.plan(now: now, run: run)
                    var admitted = Admitted()
                    for admission in admissions { try admit(admission, now: now, &admitted) }
                    return admitted
                }
            }
            // Walks that begin anew let go of the replacements that they had begun.
            let restarted = try record.restartedWithDrafts()
            if !restarted.isEmpty {
                for unit in restarted { _ = try dropDrafts(of: unit) }
                try commitGroup()
            }
            return admitted
        }
    }

    private func admit(_ admission: Admission, now: Instant, _ admitted: inout Admitted) throws {
        let unit = try record.admit(admission, now: now)
        do {
            for dataset in admission.datasets where dataset.isSeries { try begin(Series(unit, dataset)) }
        } catch let error as ArchiveError where error.isOfOneUnit {
            admitted.units.append(nil)
            admitted.refusals.append(Refusal(unit: unit, error: error))
            return
        }
        try record.enterFrontier(unit, admission.span, admission.purpose)
        admitted.units.append(unit.id)
    }

    /// Each store that is to have a series and does not gets a part of it; in a transaction that is open.
    package func begin(_ series: Series, claiming: Bool = false) throws {
        try record.declare(series.dataset, of: series.unit.provider)
        try record.keepWhereDeclared(series.dataset, of: series.unit.provider)
        let known = try record.parts(of: series.unit).filter { $0.dataset == series.dataset.name }
        for store in try reader.stores(of: series) {
            try store.begin(series, known.first { $0.sink == store.name }, claiming: claiming)
        }
    }

    /// A unit of this run came to nothing: its row in `run_units`, and it leaves the frontier. What was committed of it
    /// stays, and so does its `due` unless another is given.
    package func fail(_ unit: UnitRecord, run: Int64, reason: Reason, due: Instant? = nil, keepsFrontier: Bool = false)
        throws
    {
        try undoing {
            let hadDraft = try dropDrafts(of: unit)
            try record.fail(unit, run: run, reason: reason, due: due)
            if keepsFrontier { try record.restart(unit.id) } else { try record.finish(unit.id) }
            if hadDraft { try commitGroup() }
        }
    }

    /// Walks of units end here, with what they had not committed: `body` says what becomes of the units, in the same
    /// commit.
    package func endWalks(of units: [UnitRecord], _ body: (Record) throws -> Void) throws {
        try undoing {
            try commitGroup()
            _ = try openGroup()
            for unit in units { _ = try dropDrafts(of: unit) }
            try body(record)
            try commitGroup()
        }
    }

    /// Drops what a unit's replacements have so far. Says whether some of it was committed: then the group is to be
    /// committed before another replacement begins.
    package func dropDrafts(of unit: UnitRecord) throws -> Bool {
        let group = try openGroup()
        var wasCommitted = false
        for part in try record.parts(of: unit) {
            if try reader.store(of: part)?.dropDraft(of: part, in: group) == true { wasCommitted = true }
        }
        return wasCommitted
    }

    // MARK: Pages

    /// Applies one page to the open group.
    ///
    /// Throws an error with `isOfOneUnit` when the unit's own rows are the trouble: nothing of the page was written or
    /// recorded, and the run can go on with other units. Every other error ends the use of this archive.
    @discardableResult
    package func apply(_ page: PageCommit) throws -> PageEffect {
        try undoing {
            var writing = try PageWriting(page, in: reader, now: planNow)
            if writing.mustCommit(group) {
                try commitGroup()
                try writing.reload()
            }
            try writing.look(in: group)
            let group = try openGroup()
            let effect = try group.staging { try writing.stage(in: group) }
            if page.releasesHeld { try record.emptySpool(of: page.unit.id) }
            try endWalk(page)
            return effect
        }
    }

    /// A walk that begins anew or is over lets go of what it held.
    private func endWalk(_ page: PageCommit) throws {
        switch page.progress {
        case .next(nil, _), .finished:
            let hadDraft = try dropDrafts(of: page.unit)
            try record.emptySpool(of: page.unit.id)
            if hadDraft { try commitGroup() }
        case .next, .confirming: break
        }
    }

    // MARK: Commit

    /// Commits when the group has grown or aged enough. Says whether it did.
    @discardableResult
    package func commitIfDue() throws -> Bool {
        guard let group, group.isDue else { return false }
        try commit()
        return true
    }

    /// Makes the open group durable. Without one nothing happens.
    package func commit() throws { try undoing { try commitGroup() } }

    func commitGroup() throws {
        guard let group else { return }
        try group.commit()
        self.group = nil
        for store in reader.allStores { try store.settle() }
        try record.keepPromises(on: reader.disk)
        try record.settleSpool()
    }

    /// The open group; begins one, with its transaction, where there is none.
    private func openGroup() throws -> CommitGroup {
        if let group { return group }
        let group = try CommitGroup(record, reader.allStores, on: reader.disk, threshold: threshold)
        self.group = group
        return group
    }

    /// Changes the record in a transaction of its own, after the open group's.
    package func change<Result>(_ body: (Record) throws -> Result) throws -> Result {
        try undoing { try changing(body) }
    }

    private func changing<Result>(_ body: (Record) throws -> Result) throws -> Result {
        try commitGroup()
        _ = try openGroup()
        do {
            let result = try body(record)
            try commitGroup()
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// Changes record and stores in the open group; `body` stages what may fail for one unit's own trouble.
    package func grouped<Result>(_ body: (CommitGroup) throws -> Result) throws -> Result {
        try undoing { try body(try openGroup()) }
    }

    /// Whether pages wait that are not committed.
    package var hasOpenGroup: Bool { reader.hasOpenGroup }

    /// Bytes of output that the open group holds.
    package var pendingBytes: Int { group?.bytes ?? 0 }

    // MARK: Stores

    /// A store that is filled before it joins the archive: the group writes it, and nobody reads it.
    package func prepare(_ sink: ArchiveSink) -> any SeriesStore {
        let store = sink.store(record, on: reader.disk, isReader: false)
        reader.stores.append(store)
        return store
    }

    /// The store that was prepared is none of the archive's.
    package func dismiss(_ name: String) {
        for store in reader.stores where store.name == name { store.close() }
        reader.stores.removeAll { $0.name == name }
    }

    /// The archive is kept as these sinks from now on: `body` says in the same transaction what goes with those that
    /// leave it.
    package func keep(as sinks: [ArchiveSink], _ body: (Record) throws -> Void) throws {
        try undoing {
            try changing { record in
                try record.set(sinks: sinks.map(\.name))
                try body(record)
            }
            for name in reader.stores.map(\.name) where !sinks.contains(where: { $0.name == name }) { dismiss(name) }
            reader.sinks = sinks
            reader.identity.sinks = sinks.map(\.name)
            try rendering.renderTables()
            try reader.identity.write(reader.disk)
        }
    }

    // MARK: The end

    /// Runs a step that changes something. When it fails for more than one unit's own trouble or the caller's, the
    /// group is rolled back and the archive refuses to go on.
    func undoing<Result>(_ step: () throws -> Result) throws -> Result {
        try refuseIfPoisoned()
        do {
            return try reporting(step)
        } catch let error as ArchiveError where error.leavesArchive {
            throw error
        } catch {
            poison = error as? ArchiveError ?? ArchiveError(.database, "\(error)", cause: error)
            rollBack()
            throw error
        }
    }

    package func refuseIfPoisoned() throws {
        guard let poison else { return }
        throw ArchiveError(
            .poisoned, "The archive \(directory) was left after an error: \(poison.message)",
            fix: "run the same line again", cause: poison)
    }

    /// Gives up the open group. Bytes behind committed lengths stay where they are; the next `open` cuts them.
    package func rollBack() {
        group = nil
        for store in reader.allStores { store.rollBack() }
        record.rollBack()
    }

    /// Nothing that is not committed is kept. Where something was not, nothing more is recorded but how the run ended,
    /// and the next `open` cuts what was written. Says whether it is so.
    package func abandon(because reason: String) -> Bool {
        guard poison == nil, group != nil else { return poison != nil }
        poison = ArchiveError(.poisoned, reason)
        rollBack()
        return true
    }

    /// Rolls an open group back and closes the archive; what was committed stays.
    package func close() throws {
        if group != nil { rollBack() }
        poison = poison ?? ArchiveError(.poisoned, "The archive \(directory) is closed")
        try reader.close()
        lock = nil
    }
}
