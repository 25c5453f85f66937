import Archive
import PluginKit
import Tabular

/// Says which names of a list are somebody else's than before (E19): the name is a member still, and under another
/// identity. A company that was only incorporated anew looks the same, so that nothing waits for it.
struct IdentityCheck {
    let archive: any StoredSeries
    let walk: Walk

    /// `E19: sp500: GOOGL was CIK 1288776 and is CIK 1652044: another company, or incorporated anew?`
    func remarks(on page: CheckedPage) throws -> [String] {
        try page.entities.flatMap { dataset, rows -> [String] in
            guard case .entities(let membership?) = dataset.kind, let column = membership.identity,
                let identity = dataset.schema.index(of: column),
                let last = dataset.schema.index(of: membership.lastSeen),
                let key = dataset.schema.key.first
            else { return [] }
            let list = try archive.entities(of: walk.provider.manifest.name, in: dataset)
            var known: [String: String] = [:]
            for row in 0..<list.count where list.isNull(row: row, column: last) {
                known[list.text(row: row, column: key) ?? ""] = ListedNames.identity(
                    list.text(row: row, column: identity))
            }
            return (0..<rows.count).compactMap { row in
                guard let name = rows.text(row: row, column: key), let was = known[name],
                    let now = ListedNames.identity(rows.text(row: row, column: identity)), was != now
                else { return nil }
                return
                    """
                    E19: \(walk.unit.label): \(name) was \(column.uppercased()) \(was) and is \(column.uppercased()) \
                    \(now): another company, or incorporated anew?
                    """
            }
        }
    }
}
