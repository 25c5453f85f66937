package import PluginKit

/// Columns that datasets gain: the record takes them, and what there is of a series is written with them.
extension Archive {
    /// Series that have more columns than the record knows are written with those from now on, each when it is next
    /// changed. Returns them with what they have gained: `polymarket/trades: outcome`. Series that the record does not
    /// know, or that have changed otherwise, stay as they are.
    @discardableResult
    package func gain(_ datasets: [(provider: String, dataset: Dataset)]) throws -> [String] {
        let gains = try datasets.compactMap { provider, dataset in
            let columns = try record.gains(dataset, of: provider)
            return columns.isEmpty ? nil : (provider: provider, dataset: dataset, columns: columns)
        }
        guard !gains.isEmpty else { return [] }
        try change { record in for gain in gains { try record.declare(gain.dataset, of: gain.provider) } }
        return gains.map { "\($0.provider)/\($0.dataset.name): \($0.columns.joined(separator: ", "))" }
    }

    /// Writes what there is of a series with all of its columns, in every store, in the open group. Returns how many
    /// parts were. Throws an error with `isOfOneUnit` where one does not hold what the record says: then nothing was
    /// changed.
    @discardableResult
    package func widen(_ series: Series) throws -> Int {
        try grouped { group in
            try group.staging {
                let schema = try record.schema(of: series)
                let parts = try record.parts(of: series.unit).map { group.present($0) }
                let narrow = parts.filter { $0.dataset == series.dataset.name && $0.schema < schema }
                for part in narrow {
                    try record.widen(part, of: series)
                    try reader.store(of: part)?.widen(part, of: series, in: group)
                }
                return narrow.count
            }
        }
    }
}
