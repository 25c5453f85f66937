import GRDB
package import PluginKit
package import Tabular

/// A name by which a unit was known before, and the one that it has now.
package struct FormerName: Sendable, Hashable {
    /// `OLD`
    package let label: String
    /// The unit's name and label today.
    package let unit: UnitName
    package let now: String
    package let since: Day
    package let proof: String

    /// `FB is META since 2022-06-09 (one CIK 1326801)`.
    package var text: String { "\(label) is \(now) since \(since) (\(proof))" }
}

/// Names that units had before: table `former_names`.
extension Record {
    /// Who a name that no unit has any more was; nil where it was nobody's, or was given to somebody else.
    package func formerName(_ name: UnitName, of provider: String) throws -> FormerName? {
        try formerNames(of: provider)[name]
    }

    /// Who the names that no unit of a provider has any more were, but for those that were given to somebody else.
    package func formerNames(of provider: String) throws -> [UnitName: FormerName] {
        Dictionary(
            try formerNames(
                """
                f.provider = ? AND f.given_away IS NULL AND NOT EXISTS (SELECT 1 FROM units o WHERE o.provider = \
                f.provider AND o.name = f.name AND o.state <> 'known')
                """,
                [provider])
        ) { newest, _ in newest }
    }

    /// The labels that a unit had before, the last one first.
    package func formerLabels(of unit: Int64) throws -> [String] {
        try formerNames("f.unit = ?", [unit]).map(\.1.label)
    }

    private func formerNames(
        _ condition: String, _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> [(UnitName, FormerName)] {
        try read { db in
            let rows = try db.rows(
                """
                SELECT f.label, u.name, u.label, f.since, f.proof, f.name FROM former_names f JOIN units u ON u.id = \
                f.unit
                WHERE \(condition) ORDER BY f.id DESC
                """, arguments)
            var names: [(UnitName, FormerName)] = []
            while let row = try rows.next() {
                guard let since = Day(row[3] as String) else { continue }
                let former = FormerName(
                    label: row[0], unit: UnitName(text: row[1]), now: row[2], since: since, proof: row[4])
                names.append((UnitName(text: row[5]), former))
            }
            return names
        }
    }

    /// A name that a unit had is somebody else's now, as its owner says: it may be asked for again.
    package func giveAway(_ name: UnitName, of provider: String, now: Instant) throws {
        try write { db in
            try db.run(
                "UPDATE former_names SET given_away = ? WHERE provider = ? AND name = ? AND given_away IS NULL",
                [now.record, provider, name.text])
        }
    }
}
