import GRDB
import PluginKit
import Tabular

extension Inspection {
    /// What the record says of a unit's series, in one state of it.
    private struct Series {
        let files: [FileRecord]
        let parts: [TablePart]
        /// The archive's sinks, and the one that a conversion fills.
        let sinks: [String]
        let filling: String?
    }

    func inspect(_ unit: UnitRecord) throws {
        let series = try snapshot { db in
            Series(
                files: try FileRecord.fetch(db, where: "unit = ? ORDER BY dataset, id", [unit.id]),
                parts: try TablePart.fetch(db, where: "unit = ? ORDER BY dataset, id", [unit.id]),
                sinks: try ArchiveValue.sinks.read(db).map(SinkNames.read) ?? reader.identity.sinks,
                filling: try SinkFilling.fetch(db)?.sink)
        }
        for name in Set(series.files.map(\.dataset) + series.parts.map(\.dataset)).sorted() {
            let files = series.files.filter { $0.dataset == name && $0.sink != series.filling }
            let parts = series.parts.filter { $0.dataset == name && $0.sink != series.filling }
            compare(files, parts, in: name, of: unit, sinks: series.sinks)
            guard let dataset = try dataset(name, of: unit.provider) else {
                report.findings.append(
                    Finding(.unrecorded, of: unit, dataset: name, path: databasePath, "the record does not have the dataset's columns"))
                continue
            }
            for file in files {
                if let sink = reader.fileSinks.first(where: { $0.name == file.sink }) { try inspect(file, of: unit, dataset, sink) }
            }
            for part in parts {
                if let sink = reader.tableSink, sink.name == part.sink { try inspect(part, of: unit, dataset, sink) }
            }
        }
        try inspectCoverage(of: unit, series.files.map(\.contents.rows) + series.parts.map(\.rows))
    }

    /// The record of a series in its sinks: one of each, and all the same rows.
    private func compare(_ files: [FileRecord], _ parts: [TablePart], in dataset: String, of unit: UnitRecord, sinks: [String]) {
        let tallies = files.map { (sink: $0.sink, rows: $0.contents.rows) } + parts.map { (sink: $0.sink, rows: $0.rows) }
        func add(_ code: Finding.Code, _ sink: String, _ message: String) {
            report.findings.append(Finding(code, of: unit, dataset: dataset, sink: sink, path: databasePath, message))
        }
        for sink in sinks where !tallies.contains(where: { $0.sink == sink }) {
            add(.unrecorded, sink, "the record has no row for \(dataset) in \(sink)")
        }
        for tally in tallies where !sinks.contains(tally.sink) && tally.rows.count > 0 {
            add(
                .otherSink, tally.sink,
                "the record has \(tally.rows.count) rows of \(dataset) in \(tally.sink), which is no sink of the archive")
        }
        let own = tallies.filter { sinks.contains($0.sink) }
        guard let first = own.first else { return }
        for other in own.dropFirst() where !other.rows.agrees(with: first.rows) {
            add(
                .disparity, other.sink,
                "the record has \(other.rows.summary) of \(dataset) in \(other.sink), and \(first.rows.summary) in \(first.sink)")
        }
    }

    private func inspectCoverage(of unit: UnitRecord, _ tallies: [RowTally]) throws {
        // Spans of a walk that is under way come with its pages, or at its end.
        let (coverage, isUnderWay) = try snapshot { db in
            (
                try Coverage.fetch(db, unit: unit.id),
                try db.integer("SELECT 1 FROM frontier WHERE unit = ?", [unit.id]) != nil
            )
        }
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
        if !isUnderWay, ends.contains(where: { coverage.state(at: $0) != .stored }) { report.note(.unproved, unit.label) }
    }
}

extension RowTally {
    /// Equal as far as both are known.
    func agrees(with other: RowTally) -> Bool {
        guard count == other.count, first == other.first, last == other.last else { return false }
        guard let digest, let theirs = other.digest else { return true }
        return digest == theirs
    }

    fileprivate var summary: String { "\(count) rows" + (digest.map { " (digest \($0.description.prefix(8)))" } ?? "") }
}
