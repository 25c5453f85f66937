import GRDB
package import PluginKit
package import Tabular

/// What happened to a unit's rows beside that they were stored: how many were set aside, told of and corrected, and
/// when the unit was written anew.
package struct UnitAsides: Sendable, Hashable {
    /// Rows in the quarantine.
    package var quarantined = 0
    /// Stored rows that answers disagreed with.
    package var revised = 0
    package var remarks = 0
    /// How often it was written anew.
    package var restated = 0
    /// The newest of those, the oldest first.
    package var restatements: [Restatement] = []

    /// Of how many the moment is kept.
    package static let kept = 12

    package struct Restatement: Sendable, Hashable {
        package let reason: Reason
        /// When the answer came that showed it.
        package let recorded: Instant

        package init(reason: Reason, recorded: Instant) {
            self.reason = reason
            self.recorded = recorded
        }
    }

    package init() {}
}

/// What happened to the rows of some units: tables `quarantine`, `revisions`, `flags` and `restatements`.
extension Record {
    /// By the unit's id; a unit to which nothing happened is not there. Each table is read once.
    package func asides(of units: Set<Int64>) throws -> [Int64: UnitAsides] {
        guard !units.isEmpty else { return [:] }
        return try snapshot { db in
            var asides: [Int64: UnitAsides] = [:]
            let counts: [(table: String, member: WritableKeyPath<UnitAsides, Int>)] = [
                ("quarantine", \.quarantined), ("revisions", \.revised), ("flags", \.remarks),
            ]
            for (table, member) in counts {
                let rows = try db.rows("SELECT unit, count(*) FROM \(table) GROUP BY unit", [])
                while let row = try rows.next() {
                    let unit: Int64 = row[0]
                    if units.contains(unit) { asides[unit, default: UnitAsides()][keyPath: member] = row[1] }
                }
            }
            let rows = try db.rows("SELECT unit, cause, detail, recorded FROM restatements ORDER BY id", [])
            while let row = try rows.next() {
                let unit: Int64 = row[0]
                guard units.contains(unit) else { continue }
                var found = asides[unit] ?? UnitAsides()
                found.restated += 1
                found.restatements.append(
                    UnitAsides.Restatement(
                        reason: Reason(row[1], row[2]), recorded: Instant(record: row[3]) ?? Instant(seconds: 0)))
                if found.restatements.count > UnitAsides.kept { found.restatements.removeFirst() }
                asides[unit] = found
            }
            return asides
        }
    }
}
