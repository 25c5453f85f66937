import Archive
import PluginKit
import Tabular

/// What is looked at of each unit: its series in every sink, and whether its coverage can be so.
extension Inspection {
    func inspect(_ unit: UnitRecord) throws {
        let record = reader.record
        let (parts, sinks, kept, isUnderWay, coverage) = try record.atOnce {
            // A store that a conversion fills is none of the archive's yet.
            let filling = try record.filling?.sink
            let parts = try record.parts(of: unit).filter { $0.sink != filling }
            return (
                parts, try record.sinks ?? reader.identity.sinks,
                try Set(parts.map(\.dataset)).filter { try record.keeps($0, of: unit.provider) },
                try record.isInFrontier(unit), try record.coverage(of: unit.id)
            )
        }
        for name in Set(parts.map(\.dataset)).sorted() {
            let parts = parts.filter { $0.dataset == name }
            compare(parts, in: name, of: unit, sinks: kept.contains(name) ? [Record.ownSink] : sinks)
            guard let dataset = try dataset(name, of: unit.provider) else {
                report.findings.append(
                    Finding(
                        .unrecorded, of: unit, dataset: name, path: databasePath,
                        "the record does not have the dataset's columns"))
                continue
            }
            for part in parts {
                if let store = reader.store(of: part) { try inspect(part, of: Series(unit, dataset), in: store) }
            }
        }
        // Spans of a walk that is under way come with its pages, or at its end.
        inspect(coverage, of: unit, isUnderWay: isUnderWay, parts.map(\.rows))
    }

    /// The record of a series in its sinks: one of each, and all the same rows.
    private func compare(_ parts: [SeriesPart], in dataset: String, of unit: UnitRecord, sinks: [String]) {
        func add(_ code: Finding.Code, _ sink: String, _ message: String) {
            report.findings.append(Finding(code, of: unit, dataset: dataset, sink: sink, path: databasePath, message))
        }
        for sink in sinks where !parts.contains(where: { $0.sink == sink }) {
            add(.unrecorded, sink, "the record has no row for \(dataset) in \(sink)")
        }
        for part in parts where !sinks.contains(part.sink) && part.rows.count > 0 {
            add(
                .otherSink, part.sink,
                "the record has \(part.rows.count) rows of \(dataset) in \(part.sink), which is no sink of the archive")
        }
        let own = parts.filter { sinks.contains($0.sink) }
        guard let first = own.first else { return }
        for other in own.dropFirst() where !other.agrees(with: first) {
            add(
                .disparity, other.sink,
                """
                the record has \(other.rows.summary) of \(dataset) in \(other.sink), and \(first.rows.summary) in \
                \(first.sink)
                """
            )
        }
    }

    private func inspect(_ coverage: Coverage, of unit: UnitRecord, isUnderWay: Bool, _ tallies: [RowTally]) {
        var reached = Int64.min
        for part in coverage.spans {
            if part.span.isEmpty || part.span.lower < reached {
                let message =
                    part.span.isEmpty
                    ? "a span of its coverage is empty (\(part.span.lower))"
                    : "spans of its coverage overlap (at \(part.span.lower))"
                report.findings.append(Finding(.coverage, of: unit, path: databasePath, message))
                return
            }
            reached = part.span.upper
        }
        let ends = tallies.flatMap { [$0.first, $0.last] }.compactMap { $0 }
        if !isUnderWay, ends.contains(where: { coverage.state(at: $0) != .stored }) {
            report.note(.unproved, unit.label)
        }
    }
}

extension RowTally {
    fileprivate var summary: String { "\(count) rows" + (digest.map { " (digest \($0.description.prefix(8)))" } ?? "") }
}
