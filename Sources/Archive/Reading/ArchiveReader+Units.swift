import GRDB
public import PluginKit
public import Tabular

extension ArchiveReader {
    /// The units of a provider by name, sealed ones among them.
    public func units(of provider: String, admittedOnly: Bool = true) throws -> [UnitRecord] {
        try read { db in
            let condition = admittedOnly ? "provider = ? AND state <> 'known' ORDER BY name" : "provider = ? ORDER BY name"
            return try UnitRecord.fetch(db, where: condition, [provider])
        }
    }

    /// The admitted units whose time has come, the one that is due longest first.
    public func dueUnits(of provider: String, by now: Instant) throws -> [UnitRecord] {
        try read { db in
            try UnitRecord.fetch(db, where: "provider = ? AND due IS NOT NULL AND due <= ? ORDER BY due, id", [provider, now.record])
        }
    }

    public func unit(_ name: UnitName, of provider: String) throws -> UnitRecord? {
        try read { db in try UnitRecord.fetch(db, where: "provider = ? AND name = ?", [provider, name.text]).first }
    }

    /// When the next unit of a provider is due; nil: never.
    public func nextDue(of provider: String) throws -> Instant? {
        try read { db in Instant(record: try db.text("SELECT min(due) FROM units WHERE provider = ? AND due IS NOT NULL", [provider])) }
    }

    /// Units that pages told of and that were never asked for, the highest rank first.
    public func discovered(of provider: String) throws -> [UnitRecord] {
        try read { db in try UnitRecord.fetch(db, where: "provider = ? AND state = 'known' ORDER BY rank DESC, id", [provider]) }
    }

    public func coverage(of unit: Int64) throws -> Coverage {
        try read { db in try Coverage.fetch(db, unit: unit) }
    }

    /// JSON of what holds for a provider's runs; nil until a page has told.
    public func facts(of provider: String) throws -> String? {
        try read { db in try db.text("SELECT facts FROM facts WHERE provider = ?", [provider]) }
    }

    /// What the last run left; nil when it left nothing.
    public func frontier() throws -> Frontier? {
        try read { db in
            let plans = try db.rows("SELECT now, run, finished FROM frontier_plan")
            guard let plan = try plans.next(), let now = Instant(record: plan[0]) else { return nil }
            let (run, finished) = (plan[1] as Int64, plan[2] as Int)
            let columns = UnitRecord.columns.split(separator: ", ").map { "u.\($0)" }.joined(separator: ", ")
            let rows = try db.rows(
                "SELECT \(columns), f.lower, f.upper, f.purpose, f.cursor, f.pages FROM frontier f JOIN units u ON u.id = f.unit ORDER BY f.id"
            )
            var entries: [FrontierEntry] = []
            while let row = try rows.next() {
                let lower = row[14] as Int64?
                let upper = row[15] as Int64?
                entries.append(
                    FrontierEntry(
                        unit: UnitRecord(row: row), span: lower.flatMap { lower in upper.map { Span(lower, $0) } },
                        purpose: Purpose(rawValue: row[16]) ?? .extend, cursor: row[17], pages: row[18]))
            }
            return entries.isEmpty ? nil : Frontier(now: now, run: run, entries: entries, finished: finished)
        }
    }
}
