import Archive
import Host
import PluginKit
import Tabular

/// Fills sinks with the rows of an archive: every series from the first store that holds it as recorded.
final class Filling {
    private let source: ArchiveReader
    private let progress: (ConversionProgress) throws -> Void
    private let total: Int
    private var done = 0
    private let datasets: WrittenDatasets
    private var told: Set<Conversion.Damage> = []
    private var result = Conversion()

    private static let unitsAtOnce = 256

    private init(
        _ source: ArchiveReader, sinks: Int, declared: @escaping DeclaredDatasets,
        progress: @escaping (ConversionProgress) throws -> Void
    ) throws {
        self.source = source
        datasets = WrittenDatasets(source.record, declared)
        self.progress = progress
        total = try sinks * source.record.seriesCount()
    }

    /// Runs a conversion that writes so many sinks, and returns what it did.
    static func run(
        from source: ArchiveReader, sinks: Int, declared: DeclaredDatasets,
        progress: (ConversionProgress) throws -> Void,
        _ body: (Filling) throws -> Void
    ) throws -> Conversion {
        try withoutActuallyEscaping(declared) { declared in
            try withoutActuallyEscaping(progress) { progress in
                let filling = try Filling(source, sinks: sinks, declared: declared, progress: progress)
                do {
                    try body(filling)
                } catch let error as Stop {
                    throw error.cause
                }
                return filling.result
            }
        }
    }

    /// What `progress` threw.
    private struct Stop: Error {
        let cause: any Error
    }

    /// Whether a failure says nothing against the archive that is written: what was written for the conversion goes,
    /// and all is as before.
    static func leavesArchive(_ error: any Error) -> Bool {
        (error as? ArchiveError)?.leavesArchive ?? !(error is SystemError)
    }

    /// Fills a sink and makes it one of the archive's. What is wrong with a path leaves the archive as it was; what is
    /// wrong with one series, and a stop, too, but for columns that its datasets have gained, with which its series are
    /// by then.
    func fill(_ archive: Archive, with sink: ArchiveSink) throws {
        let record = archive.record
        let store = archive.prepare(sink)
        do {
            try forEachSeries { try store.refuseTaken($0.series) }
            try store.refuseTakenLists()
            try archive.gainAll(datasets.declared, of: source.record.seriesNames())
            try archive.change { record in try record.dropReplacements() }
            _ = try archive.widenAll()
            try archive.change { record in try record.set(filling: SinkMark(sink)) }
            var bytes = 0
            try forEachSeries { series in
                bytes += try fill(archive, store, with: series)
                try archive.commitIfDue()
                done += 1
                do { try progress(ConversionProgress(done: done, total: total)) } catch { throw Stop(cause: error) }
            }
            try archive.commit()
            let files = try record.count(in: sink.name).bytes
            result.bytes += files > 0 ? files : bytes
        } catch let error where Filling.leavesArchive(error) {
            archive.rollBack()
            try record.giveUpFilling(store, on: archive.reader.disk)
            archive.dismiss(sink.name)
            throw error
        }
        try archive.keep(as: archive.sinks + [sink]) { record in try record.set(filling: nil) }
    }

    /// One series of a unit, with its parts in the archive that it is read from.
    private struct Stored {
        let series: Series
        let parts: [SeriesPart]
    }

    /// Hands out all series of the sinks in the order of their units; those of a portion of the units are in memory.
    private func forEachSeries(_ body: (Stored) throws -> Void) throws {
        var last: Int64 = 0
        while true {
            let ids = try source.record.unitsWithSeries(after: last, limit: Filling.unitsAtOnce)
            guard let end = ids.last else { return }
            last = end
            for id in ids {
                guard let unit = try source.record.unit(id), unit.state != .known else { continue }
                let parts = Dictionary(
                    // What is kept in the record goes with it.
                    grouping: try source.record.parts(of: unit).filter { $0.sink != Record.ownSink }, by: \.dataset)
                for name in parts.keys.sorted() {
                    try body(
                        Stored(series: Series(unit, try dataset(name, of: unit.provider)), parts: parts[name] ?? []))
                }
            }
        }
    }

    /// The dataset with the columns that the rows were written with, or the more of them that its plugin declares, and
    /// its views.
    private func dataset(_ name: String, of provider: String) throws -> Dataset {
        guard try source.record.dataset(name, of: provider) != nil, let written = try datasets.find(name, of: provider)
        else {
            throw ArchiveError(
                .wrongRecord, "The record does not say which columns \(name) of \(provider) has",
                fix: "put back a copy of the archive", path: source.directory)
        }
        return written.fit == .gains ? datasets.declared(provider, name) ?? written.dataset : written.dataset
    }

    /// Writes one series, from the first store that holds it as recorded. Returns the bytes of its cells.
    private func fill(_ archive: Archive, _ store: any SeriesStore, with stored: Stored) throws -> Int {
        var failures: [(sink: String, error: ArchiveError)] = []
        for origin in source.stores {
            guard let part = stored.parts.first(where: { $0.sink == origin.name }) else { continue }
            do {
                let (rows, bytes) = try archive.grouped { group in
                    try group.staging { try copy(stored, part, from: origin, to: store, archive, in: group) }
                }
                result.series += 1
                result.rows += rows
                for failure in failures {
                    let damage = Conversion.Damage(
                        unit: stored.series.unit, dataset: part.dataset, sink: failure.sink,
                        message: failure.error.description)
                    if told.insert(damage).inserted { result.damaged.append(damage) }
                }
                return bytes
            } catch let error as ArchiveError where error.code == .damagedFile {
                failures.append((origin.name, error))
            }
        }
        if let failure = failures.first { throw failure.error }
        return 0
    }

    private func copy(
        _ stored: Stored, _ part: SeriesPart, from origin: any SeriesStore, to store: any SeriesStore,
        _ archive: Archive,
        in group: CommitGroup
    ) throws -> (rows: Int, bytes: Int) {
        let series = stored.series
        try store.begin(series, nil, claiming: false)
        guard let new = try archive.record.part(of: series.unit, series.dataset.name, in: store.name) else {
            return (0, 0)
        }
        let written = try source.record.written(part, of: series)
        let widened = try Widening(from: written.dataset, to: series.dataset)
        try archive.record.widen(part, of: series)
        var found = RowScan(axis: written.dataset.axisColumn, checksOrder: true)
        var bytes = 0
        try store.replace(new, of: series, isBegun: stored.parts.contains(where: \.isBegun), keeping: false, in: group)
        { take in
            try origin.read(part, of: written, from: nil, in: nil) { batch in
                found.add(batch)
                bytes += batch.bytes
                // The system's errors here are of what is written, not of what is read.
                try reporting { try take(widened(batch)) }
            }
        }
        if let difference = found.difference(from: part.rows, on: series.dataset.axis) {
            throw origin.damaged(part, of: series, difference.message)
        }
        return (Int(found.tally.count), bytes)
    }
}
