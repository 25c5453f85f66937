import GRDB
package import PluginKit
package import Tabular

/// The units that a run has admitted and not finished.
package struct Frontier: Sendable, Hashable {
    /// The `now` under which they were planned; a resume uses it again.
    package let now: Instant
    /// The run that planned them.
    package let run: Int64
    /// Units that are left, and those that are finished.
    package let remaining: Int
    package let finished: Int
}

/// One unit of a frontier: where its walk goes on.
package struct FrontierEntry: Sendable, Hashable {
    package let unit: UnitRecord
    package let span: Span?
    package let purpose: Purpose
    /// A list's own pages are over: it asks for subjects directly.
    package let isDirect: Bool
    /// JSON of what holds for the runs of its provider.
    package let facts: String?
    /// JSON; nil at the beginning of a walk.
    package let cursor: String?
    /// Committed pages of the walk.
    package let pages: Int
}

extension Purpose {
    /// What the columns `purpose` say of a list's direct questions.
    static let ofDirectQuestions = "confirm"
}

/// Tables `frontier` and `frontier_plan`.
extension Record {
    /// What the last run left; nil when it left nothing.
    package func frontier() throws -> Frontier? {
        try read { db in
            let plans = try db.rows("SELECT now, run, finished, (SELECT count(*) FROM frontier) FROM frontier_plan")
            guard let plan = try plans.next(), let now = Instant(record: plan[0]), plan[3] as Int > 0 else {
                return nil
            }
            return Frontier(now: now, run: plan[1], remaining: plan[3], finished: plan[2] as Int + Int(finished))
        }
    }

    /// The ids of the units in the frontier, in the order of their admission.
    package func frontierUnits(of provider: String? = nil) throws -> [Int64] {
        try ids(
            """
            SELECT f.unit FROM frontier f JOIN units u ON u.id = f.unit WHERE ?1 IS NULL OR u.provider = ?1 ORDER BY \
            f.id
            """,
            [provider])
    }

    private static let entry = """
        SELECT \(UnitRecord.columns), f.lower, f.upper, f.purpose, f.cursor, f.pages,
            (SELECT facts FROM facts WHERE provider = u.provider)
        FROM frontier f JOIN units u ON u.id = f.unit WHERE f.unit = ?
        """

    /// Where the walk of a unit stands; nil when it is not in the frontier.
    package func frontierEntry(of unit: Int64) throws -> FrontierEntry? {
        try read { db in
            try db.first(Self.entry, [unit]) { row in
                let at = UnitRecord.width
                let lower = row[at] as Int64?
                let upper = row[at + 1] as Int64?
                return FrontierEntry(
                    unit: UnitRecord(row: row), span: lower.flatMap { lower in upper.map { Span(lower, $0) } },
                    purpose: Purpose(rawValue: row[at + 2]) ?? .extend,
                    isDirect: row[at + 2] == Purpose.ofDirectQuestions, facts: row[at + 5],
                    cursor: row[at + 3], pages: row[at + 4])
            }
        }
    }
}

extension Record {
    /// The plan of a frontier that was empty; another keeps its own. Returns its `now`.
    func plan(now: Instant, run: Int64) throws -> Instant {
        try write { db in
            if try db.integer("SELECT count(*) FROM frontier") ?? 0 == 0 {
                try db.run(
                    "INSERT OR REPLACE INTO frontier_plan (id, now, run, finished) VALUES (1, ?, ?, 0)",
                    [now.record, run])
            }
            return Instant(record: try db.text("SELECT now FROM frontier_plan")) ?? now
        }
    }

    /// A unit is under way from its beginning.
    func enterFrontier(_ unit: UnitRecord, _ span: Span?, _ purpose: Purpose) throws {
        try write { db in
            try db.run(
                "INSERT OR REPLACE INTO frontier (unit, lower, upper, purpose) VALUES (?, ?, ?, ?)",
                [unit.id, span?.lower, span?.upper, purpose.rawValue])
            try emptySpool(of: unit.id)
            // What is to be asked for is expected from now on, whatever comes of the question.
            if let lower = span?.lower, unit.state != .sealed, unit.start.map({ $0 > lower }) ?? true {
                try db.run(
                    "UPDATE units SET start = min(coalesce(start, ?1), ?1) WHERE id = ?2 AND state <> 'sealed'",
                    [lower, unit.id])
            }
        }
    }

    package func isInFrontier(_ unit: UnitRecord) throws -> Bool {
        try read { db in try db.integer("SELECT 1 FROM frontier WHERE unit = ?", [unit.id]) != nil }
    }

    /// Units whose walks begin anew and that had a replacement under way.
    func restartedWithDrafts() throws -> [UnitRecord] {
        try read { db in
            try UnitRecord.fetch(
                db,
                where:
                    """
                    u.id IN (SELECT f.unit FROM files f JOIN frontier w ON w.unit = f.unit WHERE f.rewrite_length IS \
                    NOT NULL AND w.pages = 0)
                    """,
                [])
        }
    }

    /// A unit's walk begins anew.
    package func restart(_ unit: Int64) throws {
        try write { db in
            try FrontierEntry.restart(db, unit: unit)
            try emptySpool(of: unit)
        }
    }

    /// A unit's walk is over.
    package func finish(_ unit: Int64) throws {
        try write { db in
            _ = try finish(unit, db)
            try emptySpool(of: unit)
        }
    }

    /// A unit leaves the frontier. Whether it was in it.
    func finish(_ unit: Int64, _ db: Database) throws -> Bool {
        try db.run("DELETE FROM frontier WHERE unit = ?", [unit])
        guard db.changesCount > 0 else { return false }
        finished += 1
        return true
    }

    /// A unit's walk is given up, as if it had not been admitted.
    func leaveFrontier(_ units: [Int64]) throws {
        try write { db in
            for unit in units {
                try emptySpool(of: unit)
                try db.run("DELETE FROM frontier WHERE unit = ?", [unit])
            }
        }
    }

    /// A plan without units is none.
    func dropEmptyPlan() throws {
        try write { db in try db.run("DELETE FROM frontier_plan WHERE NOT EXISTS (SELECT 1 FROM frontier)") }
    }

    /// The frontier is given up, and with it all that waits in the spool.
    func dropFrontier() throws {
        try write { db in
            try emptySpool()
            try db.run("DELETE FROM frontier")
            try db.run("DELETE FROM frontier_plan")
            finished = 0
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
}
