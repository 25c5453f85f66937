import GRDB
package import PluginKit
package import Tabular

/// Units: table `units`, and what each provider's runs go by, table `facts`.
extension Record {
    /// The units of a provider by name, sealed ones among them.
    package func units(of provider: String, admittedOnly: Bool = true) throws -> [UnitRecord] {
        try read { db in
            let condition =
                admittedOnly ? "provider = ? AND state <> 'known' ORDER BY name" : "provider = ? ORDER BY name"
            return try UnitRecord.fetch(db, where: condition, [provider])
        }
    }

    package func unit(_ id: Int64) throws -> UnitRecord? {
        try read { db in try UnitRecord.fetch(db, where: "id = ?", [id]).first }
    }

    /// Those of some ids that there are.
    package func units(_ ids: [Int64]) throws -> [Int64: UnitRecord] {
        guard !ids.isEmpty else { return [:] }
        let units = try read { db in
            try UnitRecord.fetch(db, where: "id IN (SELECT value FROM json_each(?))", [ids.json])
        }
        return Dictionary(units.map { ($0.id, $0) }) { first, _ in first }
    }

    package func unit(_ name: UnitName, of provider: String) throws -> UnitRecord? {
        try read { db in try UnitRecord.fetch(db, where: "provider = ? AND name = ?", [provider, name.text]).first }
    }

    /// Providers that the archive has units of.
    package func providers() throws -> Set<String> {
        try read { db in Set(try String.fetchAll(db.cachedStatement(sql: "SELECT DISTINCT provider FROM units"))) }
    }

    /// The ids of the admitted units whose time has come, the one that is due longest first.
    package func dueUnits(of provider: String, by now: Instant) throws -> [Int64] {
        try ids(
            "SELECT id FROM units WHERE provider = ? AND due IS NOT NULL AND due <= ? ORDER BY due, id",
            [provider, now.record])
    }

    /// Of these, the ones without series.
    package func dueLists(of provider: String, by now: Instant) throws -> [Int64] {
        try ids(
            "SELECT id FROM units WHERE provider = ? AND due IS NOT NULL AND due <= ? AND partition = '' ORDER BY id",
            [provider, now.record])
    }

    /// The ids of all units of a provider that were admitted, by name.
    package func admittedUnits(of provider: String) throws -> [Int64] {
        try ids("SELECT id FROM units WHERE provider = ? AND state <> 'known' ORDER BY name", [provider])
    }

    /// When the next unit of a provider is due; nil: never.
    package func nextDue(of provider: String) throws -> Instant? {
        try read { db in
            Instant(
                record: try db.text("SELECT min(due) FROM units WHERE provider = ? AND due IS NOT NULL", [provider]))
        }
    }

    /// Units that pages told of and that were never asked for, the highest rank first. A list that is only named by
    /// subjects is not among them: whether it is read is the job's to say.
    package func discovered(of provider: String) throws -> [UnitRecord] {
        try read { db in
            try UnitRecord.fetch(
                db,
                where: """
                    provider = ? AND state = 'known' AND NOT EXISTS (SELECT 1 FROM subjects s WHERE s.list = u.id) \
                    ORDER BY rank DESC, id
                    """, [provider])
        }
    }

    /// JSON of what holds for a provider's runs; nil until a page has told.
    package func facts(of provider: String) throws -> String? {
        try read { db in try db.text("SELECT facts FROM facts WHERE provider = ?", [provider]) }
    }

    /// How many units `waiting` could tell of.
    package func waitingCount(of provider: String) throws -> Int {
        try read { db in
            let waiting = Reason.waiting.sorted()
            let count = try db.integer(
                """
                SELECT (SELECT count(*) FROM units WHERE provider = ?1 AND cause IS NOT NULL AND due IS NOT NULL)
                + (SELECT count(DISTINCT u.id) FROM units u JOIN coverage c ON c.unit = u.id AND c.state = 'gap' AND \
                c.cause IN (\(waiting.indices.map { "?\($0 + 2)" }.joined(separator: ", ")))
                WHERE u.provider = ?1 AND u.axis = 'sessions' AND u.cause IS NULL AND u.due IS NOT NULL)
                """, [provider] + waiting)
            return Int(count ?? 0)
        }
    }

    /// Units that the upstream does not have, or of which sessions wait for a restatement or their owner's word, the
    /// one that is asked again first before the others: label, cause and next question.
    package func waiting(of provider: String, limit: Int) throws -> [(label: String, cause: Reason, due: Instant)] {
        try read { db in
            let waiting = Reason.waiting.sorted()
            let rows = try db.rows(
                """
                SELECT label, cause, cause_detail, due FROM units WHERE provider = ?1 AND cause IS NOT NULL AND due IS \
                NOT NULL
                UNION ALL
                SELECT u.label, c.cause, max(c.detail), u.due FROM units u JOIN coverage c ON c.unit = u.id AND \
                c.state = 'gap' AND c.cause IN (\(waiting.indices.map { "?\($0 + 3)" }.joined(separator: ", ")))
                WHERE u.provider = ?1 AND u.axis = 'sessions' AND u.cause IS NULL AND u.due IS NOT NULL GROUP BY u.id
                ORDER BY 4, 1 LIMIT ?2
                """, [provider, limit] + waiting)
            var units: [(label: String, cause: Reason, due: Instant)] = []
            while let row = try rows.next() {
                guard let due = Instant(record: row[3]) else { continue }
                units.append((row[0], Reason(row[1], row[2] ?? ""), due))
            }
            return units
        }
    }
}

extension Record {
    /// Units that a job names are in the archive from now on, whatever comes of the run: they are due at once, and an
    /// update asks for them. Those that it has already stay as they are. Returns them as they are recorded.
    package func keep(_ units: [UnitRecord], now: Instant) throws -> [UnitRecord] {
        try write { db in
            try units.map { unit in
                try db.run(
                    """
                    INSERT INTO units (provider, name, label, partition, state, rank, start, due) VALUES (?, ?, ?, ?, \
                    'admitted', ?, ?, ?)
                    ON CONFLICT (provider, name) DO UPDATE SET label = excluded.label, partition = excluded.partition, \
                    state = 'admitted',
                        start = excluded.start, due = excluded.due WHERE state = 'known'
                    """,
                    [
                        unit.provider, unit.name.text, unit.label, DataPath.text(unit.partition), unit.rank, unit.start,
                        now.record,
                    ])
                return try recorded(unit.name, of: unit.provider)
            }
        }
    }

    private func recorded(_ name: UnitName, of provider: String) throws -> UnitRecord {
        guard let unit = try unit(name, of: provider) else {
            throw ArchiveError(.database, "\(name) was recorded and cannot be found")
        }
        return unit
    }

    /// Admits a unit, or says anew what is known of it.
    func admit(_ admission: Admission, now: Instant) throws -> UnitRecord {
        let axis = admission.datasets.first { $0.isSeries }?.axis.rawValue
        return try write { db in
            let rows = try db.rows(
                """
                INSERT INTO units (provider, name, label, partition, state, axis, note, rank, due, subject) VALUES (?, \
                ?, ?, ?, 'admitted', ?, ?, ?, ?, ?)
                ON CONFLICT (provider, name) DO UPDATE SET label = excluded.label, axis = coalesce(excluded.axis, axis),
                    partition = CASE WHEN state = 'known' THEN excluded.partition ELSE partition END,
                    due = CASE WHEN state = 'sealed' THEN due ELSE coalesce(due, excluded.due) END,
                    state = CASE WHEN state = 'known' THEN 'admitted' ELSE state END,
                    note = coalesce(excluded.note, note), subject = coalesce(excluded.subject, subject), rank = \
                coalesce(excluded.rank, rank)
                RETURNING \(UnitRecord.columns(of: "units"))
                """,
                [
                    admission.provider, admission.name.text, admission.label, DataPath.text(admission.partition), axis,
                    admission.subject == nil ? admission.note : nil, admission.rank, now.record, admission.subject,
                ])
            guard let unit = try rows.next().map(UnitRecord.init(row:)), try rows.next() == nil else {
                throw ArchiveError(.database, "\(admission.name) was recorded and cannot be found")
            }
            return unit
        }
    }

    /// An earlier first tick of units is wanted from now on, whatever comes of the run: they are due at once. By id;
    /// never a later one.
    package func widen(_ starts: [Int64: Int64], now: Instant) throws {
        try write { db in
            for (unit, start) in starts.sorted(by: { $0.key < $1.key }) {
                try db.run(
                    """
                    UPDATE units SET start = ?1, due = CASE WHEN due > ?2 THEN ?2 ELSE due END WHERE id = ?3 AND start \
                    > ?1 AND state <> 'sealed'
                    """,
                    [start, now.record, unit])
            }
        }
    }

    /// Units that were due and have nothing to be asked for: when they are looked at next, or that they are sealed.
    package func settle(_ units: [SettledUnit], run: Int64, recorded: Instant) throws {
        try write { db in
            for settled in units {
                try db.run(
                    "UPDATE units SET due = ?, state = ? WHERE id = ? AND state <> 'known' AND retired IS NULL",
                    [settled.due?.record, settled.isSealed ? "sealed" : "admitted", settled.unit.id])
                for flag in settled.flags {
                    _ = try flag.save(db, run: run, unit: settled.unit.id, recorded: recorded.record)
                }
                try settled.coverage?.save(db, unit: settled.unit.id)
                if settled.isMisdated {
                    try db.run("UPDATE units SET completed = NULL WHERE id = ?", [settled.unit.id])
                }
            }
        }
    }

    /// The next whole answer of some units is taken as their owner says. They are due at once: since their last
    /// success, whatever the clock of the run that comes.
    package func accept(_ units: [UnitRecord], as acceptance: Acceptance, now: Instant) throws {
        try write { db in
            for unit in units {
                try db.run(
                    """
                    UPDATE units SET accepted = ?, due = coalesce(completed, ?), tries = 0, cause = NULL, cause_detail \
                    = NULL WHERE id = ?
                    """,
                    [AcceptedWord(acceptance, given: now).record, now.record, unit.id])
            }
        }
    }

    /// Seals a unit for good, with what is known of it now: no run asks for it again, whatever it is told, until
    /// `reopen`.
    func retire(_ unit: UnitRecord, _ coverage: Coverage, now: Instant) throws {
        try write { db in
            try coverage.save(db, unit: unit.id)
            try db.run(
                """
                UPDATE units SET state = 'sealed', retired = ?, due = NULL, tries = 0, cause = NULL, cause_detail = \
                NULL,
                    accepted = NULL WHERE id = ?
                """, [now.record, unit.id])
        }
    }

    /// Takes that back: the units are due at once, and what was given up is asked for again.
    package func reopen(_ units: [UnitRecord], now: Instant) throws {
        try write { db in
            for unit in units {
                var coverage = try Coverage.fetch(db, unit: unit.id)
                for part in coverage.spans where part.state.isRetired { coverage.clear(part.span) }
                try coverage.save(db, unit: unit.id)
                try db.run(
                    "UPDATE units SET state = 'admitted', retired = NULL, due = ? WHERE id = ?", [now.record, unit.id])
            }
        }
    }
}

extension Record {
    /// A unit leaves the archive with all that is known of it. Exchanges, revisions and rows of the ledger stay; table
    /// `forgotten` says what it was.
    func forget(_ unit: UnitRecord, run: Int64?) throws {
        try writeParts { db in
            for table in [
                "files", "table_parts", "schema_starts", "coverage", "frontier", "quarantine", "former_names",
            ] {
                try db.run("DELETE FROM \(table) WHERE unit = ?", [unit.id])
            }
            try emptySpool(of: unit.id)
            // A list that is forgotten shows nobody any more.
            try db.run("UPDATE subjects SET list = NULL, walk = NULL WHERE list = ?", [unit.id])
            try db.run("DELETE FROM units WHERE id = ?", [unit.id])
            if let owner = unit.subject {
                // Without its series it is not followed, and only its name lets it in again.
                try db.run(
                    """
                    UPDATE subjects SET followed = NULL, is_forgotten = 1 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM \
                    units WHERE subject = ?1)
                    """,
                    [owner.id])
            }
            guard unit.state != .known else { return }
            try db.run(
                "INSERT OR REPLACE INTO forgotten (unit, provider, name, label, run) VALUES (?, ?, ?, ?, ?)",
                [unit.id, unit.provider, unit.name.text, unit.label, run])
        }
    }

    /// A unit has another name from now on. What the old name lacked is asked for at once, and read whole.
    func rename(_ renaming: UnitRenaming, run: Int64, now: Instant) throws {
        let unit = renaming.unit
        var rereading = unit.rereading
        rereading.wanted.insert(now.dayUTC.number - 7)
        try write { db in
            try db.run(
                """
                UPDATE units SET name = ?, label = ?, partition = ?, tries = 0, cause = NULL, cause_detail = NULL, \
                rereads = ?,
                    due = CASE WHEN state <> 'sealed' AND (cause IS NOT NULL
                        OR EXISTS (SELECT 1 FROM coverage c WHERE c.unit = units.id AND c.state = 'gap')) THEN ? ELSE \
                due END
                WHERE id = ?
                """,
                [
                    renaming.name.text, renaming.label, DataPath.text(renaming.partition), rereading.record, now.record,
                    unit.id,
                ])
            try db.run(
                "UPDATE coverage SET next_try = min(next_try, ?) WHERE unit = ? AND state = 'gap'",
                [now.record, unit.id])
            try db.run(
                """
                INSERT INTO former_names (unit, provider, name, label, since, run, proof, recorded) VALUES (?, ?, ?, \
                ?, ?, ?, ?, ?)
                """,
                [
                    unit.id, unit.provider, unit.name.text, unit.label, renaming.since.description, run, renaming.proof,
                    now.record,
                ])
            // It has this name again.
            try db.run("DELETE FROM former_names WHERE unit = ? AND name = ?", [unit.id, renaming.name.text])
            _ = try renaming.flag.save(db, run: run, unit: unit.id, recorded: now.record)
        }
    }

    /// The work on a unit came to nothing.
    func fail(_ unit: UnitRecord, run: Int64, reason: Reason, due: Instant?) throws {
        try write { db in
            let outcome = UnitOutcome(.failed(reason), due: due)
            try UnitChange(outcome, run: run, completed: nil).save(db, unit: unit.id)
            try keep(nil, outcome, run: run, unit: unit.id, db)
        }
    }

    /// The next update asks for the whole unit and compares: nothing of its coverage is believed, and its owner's word
    /// that it is over is gone.
    package func forgetCoverage(of unit: UnitRecord, now: Instant) throws {
        try write { db in
            try db.run("DELETE FROM coverage WHERE unit = ?", [unit.id])
            try db.run(
                """
                UPDATE units SET due = ?, completed = NULL, retired = NULL, state = CASE state WHEN 'sealed' THEN \
                'admitted' ELSE state END WHERE id = ?
                """,
                [now.record, unit.id])
        }
    }

    /// Rows were put in a unit's place: it has another coverage, and is due unless it is retired.
    package func takeBack(_ unit: UnitRecord, _ coverage: Coverage, _ rereading: Rereading, now: Instant) throws {
        try write { db in
            try coverage.save(db, unit: unit.id)
            try db.run(
                "UPDATE units SET rereads = ?, due = CASE WHEN retired IS NULL THEN ? ELSE due END WHERE id = ?",
                [rereading.record, now.record, unit.id])
        }
    }

    /// Units that were admitted, of some providers (nil: of all), behind an id: at most `limit`.
    package func units(of providers: [String]?, after id: Int64, limit: Int) throws -> [UnitRecord] {
        try read { db in
            try UnitRecord.fetch(
                db, where: "\(Record.isAdmitted(of: providers)) AND id > ? ORDER BY id LIMIT ?",
                (providers ?? []) + [id, limit])
        }
    }

    /// How many they are in all.
    package func unitCount(of providers: [String]?) throws -> Int {
        try read { db in
            Int(
                try db.integer("SELECT count(*) FROM units WHERE \(Record.isAdmitted(of: providers))", providers ?? [])
                    ?? 0)
        }
    }

    private static func isAdmitted(of providers: [String]?) -> String {
        guard let providers else { return "state <> 'known'" }
        return "state <> 'known' AND provider IN (\(Record.places(providers)))"
    }

    /// Units with files, or rows of tables.
    package func unitsWithSeries() throws -> Int {
        try read { db in
            Int(try db.integer("SELECT count(*) FROM units WHERE partition <> '' AND state <> 'known'") ?? 0)
        }
    }

    /// `?, ?`
    static func places(_ values: [String]) -> String {
        Array(repeating: "?", count: values.count).joined(separator: ", ")
    }

    func ids(_ sql: String, _ arguments: StatementArguments) throws -> [Int64] {
        try read { db in try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: arguments) }
    }
}
