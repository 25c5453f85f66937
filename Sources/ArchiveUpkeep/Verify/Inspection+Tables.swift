import Archive
import PluginKit
import Words

/// What is looked at of tables as a whole: rows that are of no unit.
extension Inspection {
    /// Rows in tables that are of no unit.
    func inspectTables() throws {
        for store in reader.allStores {
            for name in try reader.record.seriesNames(in: store.name) where verification.covers(provider: name.provider)
            {
                guard let dataset = try dataset(name.dataset, of: name.provider) else { continue }
                for stray in try store.strayRows(of: name.provider, dataset) {
                    var finding = Finding(
                        .strayRows, path: databasePath,
                        """
                        \(stray.rows) \(Figures.noun(stray.rows, "row")) whose key begins with \(stray.prefix) belong \
                        to no unit
                        """,
                        fix: "run penstock verify \(name.provider) --full --repair: it deletes them")
                    finding.provider = name.provider
                    finding.dataset = name.dataset
                    finding.sink = store.name
                    finding.table = stray.table
                    finding.place = Finding.Place(key: stray.prefix)
                    report.findings.append(finding)
                }
            }
        }
    }
}
