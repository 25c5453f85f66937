import GRDB
package import PluginKit
package import Tabular

extension ArchiveReader {
    /// The units of a provider by name, sealed ones among them.
    package func units(of provider: String, admittedOnly: Bool = true) throws -> [UnitRecord] {
        try read { db in
            let condition = admittedOnly ? "provider = ? AND state <> 'known' ORDER BY name" : "provider = ? ORDER BY name"
            return try UnitRecord.fetch(db, where: condition, [provider])
        }
    }

    /// Providers that the archive has units of.
    package func providers() throws -> Set<String> {
        try read { db in Set(try String.fetchAll(db.cachedStatement(sql: "SELECT DISTINCT provider FROM units"))) }
    }

    /// The ids of the admitted units whose time has come, the one that is due longest first.
    package func dueUnits(of provider: String, by now: Instant) throws -> [Int64] {
        try ids("SELECT id FROM units WHERE provider = ? AND due IS NOT NULL AND due <= ? ORDER BY due, id", [provider, now.record])
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

    /// How many pages each list of a provider had in the longest of its walks, and their bytes, by unit.
    package func listPages(of provider: String) throws -> [Int64: (pages: Int, bytes: Int)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT unit, max(pages), bytes FROM (
                    SELECT unit, run, count(*) AS pages, sum(bytes) AS bytes FROM answers
                    WHERE unit IN (SELECT id FROM units WHERE provider = ? AND partition = '') GROUP BY unit, run)
                GROUP BY unit
                """, [provider])
            var lists: [Int64: (pages: Int, bytes: Int)] = [:]
            while let row = try rows.next() { lists[row[0]] = (row[1], row[2]) }
            return lists
        }
    }

    package func unit(_ id: Int64) throws -> UnitRecord? {
        try read { db in try UnitRecord.fetch(db, where: "id = ?", [id]).first }
    }

    package func unit(_ name: UnitName, of provider: String) throws -> UnitRecord? {
        try read { db in try UnitRecord.fetch(db, where: "provider = ? AND name = ?", [provider, name.text]).first }
    }

    /// When the next unit of a provider is due; nil: never.
    package func nextDue(of provider: String) throws -> Instant? {
        try read { db in Instant(record: try db.text("SELECT min(due) FROM units WHERE provider = ? AND due IS NOT NULL", [provider])) }
    }

    /// Units that pages told of and that were never asked for, the highest rank first. A list that is only named by subjects is not among
    /// them: whether it is read is the job's to say.
    package func discovered(of provider: String) throws -> [UnitRecord] {
        try read { db in
            try UnitRecord.fetch(
                db,
                where: """
                    provider = ? AND state = 'known' AND NOT EXISTS (SELECT 1 FROM subjects s WHERE s.list = u.id) ORDER BY rank DESC, id
                    """, [provider])
        }
    }

    package func coverage(of unit: Int64) throws -> Coverage {
        try read { db in try Coverage.fetch(db, unit: unit) }
    }

    /// JSON of what holds for a provider's runs; nil until a page has told.
    package func facts(of provider: String) throws -> String? {
        try read { db in try db.text("SELECT facts FROM facts WHERE provider = ?", [provider]) }
    }

    /// What the last run left; nil when it left nothing.
    package func frontier() throws -> Frontier? {
        try read { db in
            let plans = try db.rows("SELECT now, run, finished, (SELECT count(*) FROM frontier) FROM frontier_plan")
            guard let plan = try plans.next(), let now = Instant(record: plan[0]), plan[3] as Int > 0 else { return nil }
            return Frontier(now: now, run: plan[1], remaining: plan[3], finished: plan[2])
        }
    }

    /// The ids of the units in the frontier, in the order of their admission.
    package func frontierUnits(of provider: String? = nil) throws -> [Int64] {
        try ids(
            "SELECT f.unit FROM frontier f JOIN units u ON u.id = f.unit WHERE ?1 IS NULL OR u.provider = ?1 ORDER BY f.id", [provider])
    }

    private func ids(_ sql: String, _ arguments: StatementArguments) throws -> [Int64] {
        try read { db in try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: arguments) }
    }

    /// Whether pages of a unit's walk wait in the spool.
    package func holdsRows(of unit: UnitRecord) throws -> Bool {
        try read { db in try db.integer("SELECT 1 FROM spool WHERE unit = ? AND sink IS NULL LIMIT 1", [unit.id]) != nil }
    }

    /// Where the walk of a unit stands; nil when it is not in the frontier.
    package func frontierEntry(of unit: Int64) throws -> FrontierEntry? {
        try read { db in
            let rows = try db.rows(
                """
                SELECT \(UnitRecord.columns), f.lower, f.upper, f.purpose, f.cursor, f.pages
                FROM frontier f JOIN units u ON u.id = f.unit WHERE f.unit = ?
                """, [unit])
            return try rows.next().map { row in
                let at = UnitRecord.width
                let lower = row[at] as Int64?
                let upper = row[at + 1] as Int64?
                return FrontierEntry(
                    unit: UnitRecord(row: row), span: lower.flatMap { lower in upper.map { Span(lower, $0) } },
                    purpose: Purpose(rawValue: row[at + 2]) ?? .extend, cursor: row[at + 3], pages: row[at + 4])
            }
        }
    }
}
