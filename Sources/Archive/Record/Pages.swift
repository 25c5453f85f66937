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
        if page.start != nil || page.note != nil {
            try db.run(
                "UPDATE units SET start = coalesce(?, start), note = coalesce(?, note) WHERE id = ?",
                [page.start, page.note, unit])
        }
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
        if let rereading = page.rereading {
            try db.run(
                "UPDATE units SET compared = ?, rereads = ? WHERE id = ?", [rereading.compared, rereading.record, unit])
        }
        if page.takesAcceptance { try db.run("UPDATE units SET accepted = NULL WHERE id = ?", [unit]) }
        if let announced = page.announced {
            let text = announced.map(\.record).sorted().joined(separator: "\n")
            try db.run("UPDATE units SET announced = ? WHERE id = ?", [text.isEmpty ? nil : text, unit])
        }
        for flag in page.flags + effect.flags.map(RowFlag.init) {
            if try flag.save(db, run: page.run, unit: unit, recorded: moment) { effect.newFlags.append(flag) }
        }
        try keep(page.answer, page.progress.outcome, run: page.run, unit: unit, db)
        try record(page.progress, of: page, now: planned, db)
        return effect
    }

    private func record(_ progress: PageCommit.Progress, of page: PageCommit, now planned: Instant?, _ db: Database)
        throws
    {
        let unit = page.unit.id
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
        case .finished(let outcome):
            try outcome.saveState(
                db, run: page.run, unit: unit, completed: page.now ?? planned ?? page.answer?.received)
            try FrontierEntry.finish(db, unit: unit)
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
