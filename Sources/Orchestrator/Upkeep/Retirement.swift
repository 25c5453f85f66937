import Archive
import PluginKit
import Tabular

/// What is known of units that are over: what they have stays proved, and the rest is not to be had, because their
/// owner says so.
struct Retirement {
    let provider: any LoadedProvider
    let archive: ArchiveReader
    let now: Instant

    /// Throws `RunFailure` with 64 for what has no row: there is nothing to keep, and nothing that could be over.
    func coverage(of units: [UnitRecord]) throws -> [(unit: UnitRecord, coverage: Coverage)] {
        let series = units.filter { !$0.partition.isEmpty }
        for list in units where list.partition.isEmpty && provider.manifest.subjects == nil {
            throw RunFailure(
                .usage, "\(list.label) is a list: it has no rows that could be over",
                fix: "name the symbols that are; nothing was changed")
        }
        var rows: [Int64: (label: String, rows: Int)] = [:]
        for unit in series {
            rows[unit.subject?.id ?? -unit.id, default: (unit.subject?.name ?? unit.label, 0)].rows +=
                try NamedUnit(unit, of: provider, in: archive).rows
        }
        if let empty = rows.values.sorted(by: { $0.label < $1.label }).first(where: { $0.rows == 0 }) {
            throw RunFailure(
                .usage, "\(empty.label) has no row, so nothing of it is over",
                fix:
                    """
                    to be rid of it: penstock forget \(provider.manifest.name) \(provider.manifest.selector) \
                    \(empty.label)
                    """
            )
        }
        let accounting = UnitAccounting(
            provider: provider, start: try archive.record.start, now: now, tolerated: 1,
            misdated: try archive.record.misdated(of: provider.manifest.name, after: now))
        return try units.map { unit in
            var coverage = try archive.record.coverage(of: unit.id)
            // Something may still come there.
            for span in try accounting.account(of: UnitStanding(unit: unit, coverage: coverage))?.spans ?? []
            where span.isHole || span.state == .awaited {
                coverage.set(span.span, .unavailable(Reason(Reason.retired)))
            }
            coverage.settle()
            return (unit, coverage)
        }
    }
}
