import PluginKit
import Tabular

/// Series that are to be kept in the record (``Dataset/Home``) and that an older archive has in its sinks: they are
/// moved, each dataset in one commit, when the archive is opened for their provider.
extension Archive {
    /// What became of one of them.
    package struct Move: Sendable {
        /// `equities/actions`
        package let dataset: String
        /// Units whose rows are in the record now.
        package let units: Int
        /// Why it stays where it was, whole; nil: it was moved.
        package let failure: ArchiveError?
    }

    private static let unitsAtOnce = 256

    /// Moves what can be moved, and renders it. A dataset with a unit whose rows no sink holds as recorded stays in the
    /// sinks until that is put right, and the next opening tries again.
    func bringHome(_ manifests: [ProviderManifest]) throws -> [Move] {
        var moves: [Move] = []
        for manifest in manifests {
            for dataset in manifest.datasets where dataset.home == .record {
                guard try !record.keeps(dataset.name, of: manifest.name),
                    try record.dataset(dataset.name, of: manifest.name) != nil
                else { continue }
                let name = "\(manifest.name)/\(dataset.name)"
                do {
                    let units = try change { _ in try bringHome(dataset, of: manifest.name) }
                    if units > 0 { moves.append(Move(dataset: name, units: units, failure: nil)) }
                } catch let error as ArchiveError where error.isOfOneUnit {
                    moves.append(Move(dataset: name, units: 0, failure: error))
                }
            }
        }
        if moves.contains(where: { $0.failure == nil }) { try rendering.renderTables() }
        return moves
    }

    /// All units of one, in the transaction that is open. Returns how many.
    private func bringHome(_ dataset: Dataset, of provider: String) throws -> Int {
        var ids = try record.unitsWithParts(of: dataset.name, of: provider, after: 0, limit: Self.unitsAtOnce)
        // What a replacement has so far is in the sinks.
        if !ids.isEmpty { try record.dropReplacements() }
        try record.keepHere(dataset.name, of: provider)
        try record.prepareKept(dataset, of: provider)
        var count = 0
        while let last = ids.last {
            for unit in try ids.compactMap({ try record.unit($0) }) {
                try grouped { group in try bringHome(Series(unit, dataset), in: group) }
                count += 1
            }
            ids = try record.unitsWithParts(of: dataset.name, of: provider, after: last, limit: Self.unitsAtOnce)
        }
        return count
    }

    /// One unit's, from the first sink that holds what the record says. Throws that of the first that does not where
    /// none does.
    private func bringHome(_ series: Series, in group: CommitGroup) throws {
        let parts = try record.parts(of: series.unit).filter { $0.dataset == series.dataset.name }.compactMap { part in
            reader.store(of: part).map { Origin(part: part, store: $0) }
        }
        guard !parts.isEmpty else { return }
        var damaged: [(part: SeriesPart, error: ArchiveError)] = []
        // Rows that are in the database already stay where they are.
        for origin in parts.filter(\.isInDatabase) + parts.filter({ !$0.isInDatabase }) {
            do {
                return try group.staging {
                    if origin.isInDatabase {
                        try read(origin, of: series) { _ in }
                        try record.takeOver(origin.part)
                        if origin.part.rows.count > 0 {
                            reader.ownStore.noteChange(of: series.dataset.name, of: series.unit.provider)
                        }
                    } else {
                        // Those of a table that are not as recorded make way.
                        for other in parts where other.isInDatabase { try remove(other, of: series) }
                        try copy(origin, of: series, in: group)
                    }
                    for other in parts where !other.isInDatabase {
                        try remove(other, of: series, isDamaged: damaged.contains { $0.part.key == other.part.key })
                    }
                }
            } catch let error as ArchiveError where error.isOfOneUnit {
                damaged.append((origin.part, error))
            }
        }
        if let first = damaged.first { throw first.error }
    }

    /// A part of a series, and the store that has it.
    private struct Origin {
        let part: SeriesPart
        let store: any SeriesStore

        var isInDatabase: Bool { store is TableStore }
    }

    /// Reads a part whole and holds it against the record.
    private func read(_ origin: Origin, of series: Series, _ body: (Batch) throws -> Void) throws {
        let written = try record.written(origin.part, of: series)
        let widened = try Widening(from: written.dataset, to: series.dataset)
        var found = RowScan(axis: written.dataset.axisColumn, checksOrder: true)
        try origin.store.read(origin.part, of: written, from: nil, in: nil) { batch in
            found.add(batch)
            try body(widened(batch))
        }
        if let difference = found.difference(from: origin.part.rows, on: series.dataset.axis) {
            throw origin.store.damaged(origin.part, of: series, difference.message)
        }
    }

    private func copy(_ origin: Origin, of series: Series, in group: CommitGroup) throws {
        try reader.ownStore.begin(series, nil, claiming: false)
        guard let new = try record.part(of: series.unit, series.dataset.name, in: Record.ownSink) else { return }
        try record.widen(origin.part, of: series)
        try reader.ownStore.replace(new, of: series, isBegun: false, keeping: false, in: group) { take in
            try read(origin, of: series, take)
        }
    }

    /// What a sink has of a series goes with the commit; a file that is damaged is kept beside where it was.
    private func remove(_ origin: Origin, of series: Series, isDamaged: Bool = false) throws {
        if let file = origin.part.file {
            if isDamaged {
                let aside = AsideName.damaged.free(for: file.path, on: reader.disk)
                try record.promise([.aside(file.path, to: aside)])
            } else if file.length > 0 {
                try record.promise([.remove(file.path)])
            }
        } else {
            _ = try origin.store.letGo(
                of: origin.part, of: series.unit, series.dataset, isKept: true, run: nil, now: Instant(seconds: 0))
        }
        try record.remove([origin.part])
    }
}
