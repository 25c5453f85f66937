import GRDB
package import PluginKit
import Tabular

/// What a page changes in the record, in all of its tables but those of rows of series.
extension Record {
    func apply(_ page: PageCommit, now planned: Instant?) throws -> PageEffect {
        try write { db in try apply(page, now: planned, db) }
    }

    private func apply(_ page: PageCommit, now planned: Instant?, _ db: Database) throws -> PageEffect {
        let unit = page.unit.id
        let moment = (page.answer?.received ?? planned ?? Instant(seconds: 0)).record
        if let facts = page.facts {
            try db.run(
                """
                INSERT INTO facts (provider, facts, run) VALUES (?, ?, ?) ON CONFLICT (provider) DO UPDATE SET facts = \
                excluded.facts, run = excluded.run
                """,
                [page.unit.provider, facts, page.run])
        }
        for discovery in page.discoveries { try discovery.save(db, provider: page.unit.provider) }
        for held in page.held where !held.batch.isEmpty { try spool(held, of: page.unit) }
        var effect = try applyEntities(page, recorded: moment, db)
        effect.newlyShown = try applySubjects(
            page, now: page.now ?? planned ?? page.answer?.received ?? Instant(seconds: 0), db)
        try page.coverage?.save(db, unit: unit)
        for row in page.quarantined where try row.save(db, unit: unit, seen: moment) { effect.newlyQuarantined += 1 }
        for row in page.revised { try row.save(db, run: page.run, unit: unit, recorded: moment) }
        if let reason = page.restated {
            try db.run(
                "INSERT INTO restatements (run, unit, cause, detail, recorded) VALUES (?, ?, ?, ?, ?)",
                [page.run, unit, reason.code, reason.detail, moment])
        }
        for rows in page.replaced { try rows.save(db, run: page.run, unit: unit, recorded: moment) }
        for flag in page.flags + effect.flags.map(RowFlag.init) {
            if try flag.save(db, run: page.run, unit: unit, recorded: moment) { effect.newFlags.append(flag) }
        }
        try keep(page.answer, page.progress.outcome, run: page.run, unit: unit, db)
        try UnitChange(page, now: planned).save(db, unit: unit)
        guard try goOn(page.progress, of: unit, db) else {
            throw ArchiveError(.misuse, "\(page.unit.name) is not in the frontier: it was not admitted")
        }
        return effect
    }

    /// Where the walk of a unit goes on. Whether it is in the frontier.
    private func goOn(_ progress: PageCommit.Progress, of unit: Int64, _ db: Database) throws -> Bool {
        switch progress {
        case .next(nil, let purpose):
            try FrontierEntry.restart(db, unit: unit, purpose: purpose)
        case .next(let cursor?, let purpose):
            try db.run(
                "UPDATE frontier SET cursor = ?, purpose = ?, pages = pages + 1 WHERE unit = ?",
                [cursor, purpose.rawValue, unit])
        case .confirming(let cursor):
            try db.run(
                "UPDATE frontier SET cursor = ?, purpose = ?, pages = pages + 1 WHERE unit = ?",
                [cursor, Purpose.ofDirectQuestions, unit])
        case .finished:
            return try finish(unit, db)
        }
        return db.changesCount > 0
    }
}

extension UnitChange {
    /// What a page changes of its unit.
    fileprivate init(_ page: PageCommit, now planned: Instant?) {
        self.init()
        if let start = page.start { set("start = ?", start) }
        if let note = page.note { set("note = ?", note) }
        if let rereading = page.rereading { set("compared = ?, rereads = ?", rereading.compared, rereading.record) }
        if page.takesAcceptance { set("accepted = NULL") }
        if let announced = page.announced {
            let text = announced.map(\.record).sorted().joined(separator: "\n")
            set("announced = ?", text.isEmpty ? nil : text)
        }
        if let outcome = page.progress.outcome {
            set(outcome, run: page.run, completed: page.now ?? planned ?? page.answer?.received)
        }
    }
}

extension PageCommit.Progress {
    /// nil: the unit's work goes on.
    fileprivate var outcome: UnitOutcome? {
        guard case .finished(let outcome) = self else { return nil }
        return outcome
    }
}

/// A unit that a page told of. A unit that is known already takes the new note and rank.
package struct DiscoveredUnit: Sendable {
    package var name: UnitName
    package var label: String
    package var partition: [String]
    /// JSON.
    package var note: String?
    package var rank: Double?

    package init(name: UnitName, label: String, partition: [String] = [], note: String? = nil, rank: Double? = nil) {
        self.name = name
        self.label = label
        self.partition = partition
        self.note = note
        self.rank = rank
    }
}

extension DiscoveredUnit {
    func save(_ db: Database, provider: String) throws {
        try db.run(
            """
            INSERT INTO units (provider, name, label, partition, state, note, rank) VALUES (?, ?, ?, ?, 'known', ?, ?)
            ON CONFLICT (provider, name) DO UPDATE SET note = coalesce(excluded.note, note), rank = \
            coalesce(excluded.rank, rank)
            WHERE coalesce(excluded.note, note) IS NOT note OR coalesce(excluded.rank, rank) IS NOT rank
            """, [provider, name.text, label, DataPath.text(partition), note, rank])
    }
}
