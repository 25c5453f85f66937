import Archive
import PluginKit
import Tabular

/// A unit that a person has named, and what the archive has of it: what is to be known before it is given up.
package struct NamedUnit: Sendable, Hashable {
    package let label: String
    /// Of all of its series.
    package let rows: Int
    /// The ends of its main series, as text; nil: it has no row.
    package let first: String?
    package let last: String?
    /// A list that others come from, which go on without it: how many series units of its provider there are. nil: it
    /// is none.
    package let members: Int?

    init(_ unit: UnitRecord, of provider: any LoadedProvider, in reader: ArchiveReader) throws {
        label = unit.label
        let datasets = try provider.series(of: unit.name, note: unit.note)
        let extents = try datasets.map { try reader.extent(of: unit, in: $0) }
        rows = extents.reduce(0) { $0 + ($1?.rows ?? 0) }
        let main = zip(datasets, extents).lazy.compactMap { dataset, extent in extent.map { (dataset.axis, $0) } }.first
        first = main.map { $0.text($1.first) }
        last = main.map { $0.text($1.last) }
        let isList = try provider.manifest.subjects == nil && provider.isList(unit.name)
        members = isList ? try reader.record.units(of: provider.manifest.name).count { !$0.partition.isEmpty } : nil
    }

    /// Whether it can be had again without anything being lost: nothing is stored, and nothing depends on it.
    package var isWorthless: Bool { rows == 0 && members == nil }
}
