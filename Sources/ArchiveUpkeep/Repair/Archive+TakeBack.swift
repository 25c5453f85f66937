package import Archive
import Host
package import PluginKit
package import Tabular

/// A file that a repair kept aside, and what of it can be taken back.
package struct AsideFile: Sendable {
    package let unit: UnitRecord
    package let dataset: Dataset
    /// Absolute.
    package let path: String
    let part: SeriesPart
    /// The number of the schema with which the file was written.
    let schema: Int
    /// With the columns of the dataset.
    package let rows: Batch
}

/// What was done with one.
package struct TakenBack: Sendable {
    /// Of the series now.
    package let rows: Int
    /// Where what they took the place of is kept, absolute; empty: nothing was there.
    package let kept: [String]
}

extension Archive {
    /// Finds a file that a repair kept aside: by its path, absolute or relative to the archive, or by its name alone.
    /// Throws `.misuse` for a name that is none or that several files have, `.damagedFile` for a file that cannot be
    /// read to its end.
    package func asideFile(
        named name: String, dataset declared: DeclaredDatasets = { _, _ in nil }
    ) throws -> AsideFile {
        try refuseIfPoisoned()
        return try reporting {
            let disk = reader.disk
            let relative = name.hasPrefix(disk.root + "/") ? String(name.dropFirst(disk.root.count + 1)) : name
            guard let original = AsideName.original(of: relative),
                !relative.contains(".\(AsideName.forgotten.rawValue)")
            else {
                throw ArchiveError(
                    .misuse, "\(name) is no file that a repair has kept",
                    fix: "such as AAPL.csv.\(AsideName.damaged.rawValue)")
            }
            let ending = relative.dropFirst(original.count)
            let parts = try record.files(named: original).filter {
                $0.file.map { disk.length($0.path + ending) != nil } ?? false
            }
            guard let part = parts.first, parts.count == 1, let path = part.file.map({ $0.path + ending }),
                let unit = try record.unit(part.unit)
            else {
                throw parts.isEmpty
                    ? ArchiveError(
                        .misuse, "There is no \(name) beside a file of the archive \(disk.root)",
                        fix: "penstock verify names those that are there")
                    : ArchiveError(
                        .misuse,
                        """
                        Several files are called \(name): \
                        \(parts.compactMap(\.file).map { $0.path + ending }.joined(separator: ", "))
                        """,
                        fix: "name one of them by its path")
            }
            let recorded = try record.dataset(part.dataset, of: unit.provider)
            guard
                let dataset = Dataset.written(declared: declared(unit.provider, part.dataset), recorded: recorded)?
                    .dataset,
                let store = reader.store(of: part) as? FileStore
            else { throw ArchiveError(.misuse, "Nobody knows the columns of \(part.dataset)") }
            let (holding, schema, written) = try holding(of: path, store, Series(unit, dataset))
            guard holding.isWhole, !holding.rows.isEmpty else {
                throw ArchiveError(
                    .damagedFile, "\(disk.absolute(path)) is not taken back: \(holding.text)",
                    fix: "cut it behind what can be read, under the same name, and take that back",
                    path: disk.absolute(path))
            }
            return AsideFile(
                unit: unit, dataset: dataset, path: disk.absolute(path), part: part, schema: schema,
                rows: try Widening(from: written, to: dataset)(holding.rows))
        }
    }

    /// What can be read of a file that was kept aside, which may be older than columns that the dataset has gained.
    private func holding(of path: String, _ store: FileStore, _ series: Series) throws -> (
        Holding, schema: Int, written: Dataset
    ) {
        let schema = try record.schema(of: series)
        for number in (1...schema).reversed() {
            let written = try record.written(schema: number, of: series).dataset
            let holding = try Holding(of: path, store, written)
            if holding.isWhole, !holding.rows.isEmpty { return (holding, number, written) }
        }
        return (try Holding(of: path, store, series.dataset), schema, series.dataset)
    }

    /// Puts the rows of a file that was kept aside in the place of its series, in every sink and in one commit. The
    /// file stays where it is; what it takes the place of is kept beside it. The next update asks for a unit of
    /// sessions whole and compares, unless it is retired. Throws `.misuse` where more rows are stored.
    ///
    /// - Parameter coverage: the unit's whole new coverage.
    package func takeBack(_ aside: AsideFile, coverage: Coverage, run: Int64, now: Instant) throws -> TakenBack {
        let (unit, dataset, rows) = (aside.unit, aside.dataset, aside.rows)
        let stored = Int(aside.part.rows.count)
        guard rows.count >= stored else {
            throw ArchiveError(
                .misuse, "\(aside.path) has \(rows.count) rows and the archive \(stored): it is not taken back",
                fix: "nothing was changed; look at both")
        }
        try endWalks(of: [unit]) { record in try record.finish(unit.id) }
        var rereading = unit.rereading
        if dataset.axis == .sessions, let last = dataset.axisColumn.flatMap({ rows.columns[$0].values.last }) {
            rereading.wanted.insert(last)
        }
        let kept = try grouped { group in
            try group.staging {
                var kept: [String] = []
                var read = aside.part
                read.schema = aside.schema
                read.rows.last = dataset.axisColumn.flatMap { rows.columns[$0].values.last }
                try record.widen(read, of: Series(unit, dataset))
                for part in try record.parts(of: unit) where part.dataset == dataset.name {
                    guard let store = reader.store(of: part) else { continue }
                    let place = try store.replace(
                        part, of: Series(unit, dataset), isBegun: true, keeping: true, in: group
                    ) { try $0(rows) }
                    if let place { kept.append(place) }
                }
                try record.takeBack(unit, coverage, rereading, now: now)
                return kept
            }
        }
        try commit()
        return TakenBack(rows: rows.count, kept: kept)
    }
}
