import GRDB
import PluginKit
import Tabular

#if canImport(FoundationEssentials)
    import struct FoundationEssentials.Data
#else
    import struct Foundation.Data
#endif

extension Archive {
    /// What a page changes in the record, but for rows of series.
    func record(_ page: PageCommit, _ db: Database) throws -> PageEffect {
        let unit = page.unit.id
        let moment = (page.answer?.received ?? planNow ?? Instant(seconds: 0)).record
        if page.start != nil || page.note != nil {
            try db.run("UPDATE units SET start = coalesce(?, start), note = coalesce(?, note) WHERE id = ?", [page.start, page.note, unit])
        }
        if let facts = page.facts {
            try db.run(
                "INSERT INTO facts (provider, facts, run) VALUES (?, ?, ?) ON CONFLICT (provider) DO UPDATE SET facts = excluded.facts, run = excluded.run",
                [page.unit.provider, facts, page.run])
        }
        for discovery in page.discoveries { try discovery.save(db, provider: page.unit.provider) }
        for held in page.held where !held.batch.isEmpty {
            try db.run(
                "INSERT INTO spool (unit, dataset, first_tick, rows) VALUES (?, ?, ?, ?)",
                [unit, held.dataset.name, held.dataset.firstTick(held.batch), Data(SpoolPage.encode(held.batch))])
        }
        var effect = try applyEntities(page, db)
        try declareViews(of: page, db)
        effect.newlyShown = try applySubjects(page, db)
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
            try db.run("UPDATE units SET compared = ?, rereads = ? WHERE id = ?", [rereading.compared, rereading.record, unit])
        }
        if page.takesAcceptance { try db.run("UPDATE units SET accepted = NULL WHERE id = ?", [unit]) }
        if let announced = page.announced {
            let text = announced.map(\.record).sorted().joined(separator: "\n")
            try db.run("UPDATE units SET announced = ? WHERE id = ?", [text.isEmpty ? nil : text, unit])
        }
        for flag in page.flags + effect.flags.map(RowFlag.init) {
            if try flag.save(db, run: page.run, unit: unit, recorded: moment) { effect.newFlags.append(flag) }
        }
        try page.answer?.save(db, run: page.run, unit: unit)
        try record(page.progress, of: page, db)
        return effect
    }

    private func record(_ progress: PageCommit.Progress, of page: PageCommit, _ db: Database) throws {
        let unit = page.unit.id
        switch progress {
        case .next(nil, let purpose):
            try FrontierEntry.restart(db, unit: unit, purpose: purpose)
        case .next(let cursor?, let purpose):
            try db.run("UPDATE frontier SET cursor = ?, purpose = ?, pages = pages + 1 WHERE unit = ?", [cursor, purpose.rawValue, unit])
        case .confirming:
            try db.run(
                "UPDATE frontier SET cursor = NULL, purpose = ?, pages = pages + 1 WHERE unit = ?", [Purpose.confirm.rawValue, unit])
        case .finished(let outcome):
            try outcome.saveState(db, unit: unit, completed: page.now ?? planNow ?? page.answer?.received)
            try outcome.save(db, run: page.run, unit: unit)
            try FrontierEntry.finish(db, unit: unit)
        }
    }
}

extension FrontierEntry {
    /// A unit's walk begins anew, under another id: by it a list knows who was named in this walk.
    static func restart(_ db: Database, unit: Int64, purpose: Purpose? = nil) throws {
        try db.run(
            """
            INSERT OR REPLACE INTO frontier (unit, lower, upper, purpose)
            SELECT unit, lower, upper, coalesce(?, purpose) FROM frontier WHERE unit = ?
            """, [purpose?.rawValue, unit])
    }

    /// A unit leaves the frontier.
    static func finish(_ db: Database, unit: Int64) throws {
        try db.run("DELETE FROM frontier WHERE unit = ?", [unit])
        if db.changesCount > 0 { try db.run("UPDATE frontier_plan SET finished = finished + 1") }
    }
}

extension DiscoveredUnit {
    func save(_ db: Database, provider: String) throws {
        try db.run(
            """
            INSERT INTO units (provider, name, label, partition, state, note, rank) VALUES (?, ?, ?, ?, 'known', ?, ?)
            ON CONFLICT (provider, name) DO UPDATE SET note = coalesce(excluded.note, note), rank = coalesce(excluded.rank, rank)
            WHERE coalesce(excluded.note, note) IS NOT note OR coalesce(excluded.rank, rank) IS NOT rank
            """, [provider, name.text, label, DataPath.text(partition), note, rank])
    }
}

extension QuarantinedRow {
    /// Whether it was not there before.
    func save(_ db: Database, unit: Int64, seen: String) throws -> Bool {
        let times = try db.text(
            """
            INSERT INTO quarantine (unit, dataset, key, rule, digest, reason, raw, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)
            ON CONFLICT (unit, dataset, key, rule, digest) DO UPDATE SET last_seen = excluded.last_seen, times = times + 1
            RETURNING CAST(times AS TEXT)
            """, [unit, dataset, key, rule, digest, reason, raw, seen])
        return times == "1"
    }
}

extension RevisedRow {
    func save(_ db: Database, run: Int64, unit: Int64, recorded: String) throws {
        try db.run(
            "INSERT INTO revisions (run, unit, dataset, key, cause, stored, answered, recorded) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [run, unit, dataset, key, cause.rawValue, stored, answered, recorded])
    }
}

extension RowFlag {
    /// Whether it was not said of the unit before.
    func save(_ db: Database, run: Int64, unit: Int64, recorded: String) throws -> Bool {
        try db.run(
            """
            INSERT INTO flags (run, unit, rule, text, recorded)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM flags WHERE unit = ?2 AND rule = ?3 AND text = ?4)
            """, [run, unit, rule, text, recorded])
        return db.changesCount > 0
    }
}

extension AnswerRecord {
    func save(_ db: Database, run: Int64, unit: Int64) throws {
        try db.run(
            """
            INSERT INTO answers (run, unit, lower, upper, purpose, received, status, sha256, bytes, rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, [run, unit, span?.lower, span?.upper, purpose.rawValue, received.record, status, sha256, bytes, rows])
    }
}
