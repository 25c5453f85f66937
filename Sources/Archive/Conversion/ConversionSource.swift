import GRDB
import PluginKit
import Tabular

/// Where a conversion takes its rows from: every series of an archive, each from the first sink that holds it as recorded.
final class ConversionSource {
    private let reader: ArchiveReader
    private let declared: (_ provider: String, _ dataset: String) -> Dataset?
    private let progress: (ConversionProgress) throws -> Void
    private let total: Int
    private var done = 0
    private var datasets: [String: Dataset] = [:]
    private var told: Set<Conversion.Damage> = []
    /// So far.
    private(set) var result = Conversion()

    private init(
        _ reader: ArchiveReader, sinks: Int, declared: @escaping (_ provider: String, _ dataset: String) -> Dataset?,
        progress: @escaping (ConversionProgress) throws -> Void
    ) throws {
        self.reader = reader
        self.declared = declared
        self.progress = progress
        total = try sinks * reader.read { db in try StoredSeriesWalk.count(db) }
    }

    /// Runs a conversion that writes so many sinks, and returns what it did.
    static func convert(
        _ reader: ArchiveReader, sinks: Int, declared: (_ provider: String, _ dataset: String) -> Dataset?,
        progress: (ConversionProgress) throws -> Void, _ body: (ConversionSource) throws -> Void
    ) throws -> Conversion {
        try withoutActuallyEscaping(declared) { declared in
            try withoutActuallyEscaping(progress) { progress in
                let source = try ConversionSource(reader, sinks: sinks, declared: declared, progress: progress)
                try body(source)
                return source.result
            }
        }
    }

    /// What `progress` threw.
    struct Stop: Error {
        let cause: any Error
    }

    /// Whether a failure says nothing against the archive that is written: what was written for the conversion goes, and all is as before.
    static func leavesArchive(_ error: any Error) -> Bool {
        guard let error = error as? ArchiveError else { return error is Stop }
        return error.isOfOneUnit || error.code == .misuse
    }

    /// Hands out all series, those of some units at a time.
    func forEachPortion(_ body: ([StoredSeries]) throws -> Void) throws {
        var walk = StoredSeriesWalk(reader.database)
        let checked = (reader.checkedFiles, reader.checkedParts)
        // Files are read whole, once: what the reader keeps of each would grow with the archive.
        defer { (reader.checkedFiles, reader.checkedParts) = checked }
        while true {
            let series = try walk.next()
            guard !series.isEmpty else { return }
            try body(series)
            (reader.checkedFiles, reader.checkedParts) = checked
        }
    }

    /// All datasets that have a series.
    func forEachDataset(_ body: (_ provider: String, Dataset) throws -> Void) throws {
        let names = try reader.read { db in
            let rows = try db.rows(
                """
                SELECT DISTINCT u.provider, s.dataset FROM (SELECT unit, dataset FROM files UNION SELECT unit, dataset FROM table_parts) s
                JOIN units u ON u.id = s.unit ORDER BY 1, 2
                """)
            var names: [(provider: String, dataset: String)] = []
            while let row = try rows.next() { names.append((row[0], row[1])) }
            return names
        }
        for name in names { try body(name.provider, dataset(name.dataset, of: name.provider)) }
    }

    func dataset(of series: StoredSeries) throws -> Dataset { try dataset(series.dataset, of: series.unit.provider) }

    /// The dataset with the columns that the rows were written with, and the views that its plugin declares.
    private func dataset(_ name: String, of provider: String) throws -> Dataset {
        let key = SQLName.table(provider, name)
        if let known = datasets[key] { return known }
        guard let recorded = try reader.read({ db in try reader.recordedDataset(name, of: provider, db) }) else {
            throw ArchiveError(
                .wrongRecord, "The record does not say which columns \(name) of \(provider) has",
                fix: "put back a copy of the archive", path: reader.directory)
        }
        let dataset = Dataset.written(declared: declared(provider, name), recorded: recorded)?.dataset ?? recorded
        datasets[key] = dataset
        return dataset
    }

    /// Hands out the rows of a series. `begin` is called before the first and whenever they come anew, from another sink, because one
    /// turned out to be damaged. Throws `.damagedFile` when every sink is.
    func read(_ series: StoredSeries, _ dataset: Dataset, begin: () throws -> Void, _ body: (Batch) throws -> Void) throws {
        var failures: [(sink: String, error: ArchiveError)] = []
        for sink in reader.sinks {
            guard let recorded = series.rows(in: sink.name) else { continue }
            try begin()
            var found = RowScan(axis: dataset.axisColumn, checksOrder: true)
            do {
                try reader.forEachStoredBatch(of: series.unit, in: dataset, sink: sink) { batch in
                    found.add(batch)
                    // The system's errors here are of what is written, not of what is read.
                    try reporting { try body(batch) }
                }
                if let difference = found.difference(from: recorded, on: dataset.axis) { throw damaged(series, sink, difference.message) }
            } catch let error as ArchiveError where error.code == .damagedFile {
                failures.append((sink.name, error))
                continue
            }
            result.rows += Int(found.tally.count)
            for failure in failures {
                let damage = Conversion.Damage(
                    unit: series.unit, dataset: series.dataset, sink: failure.sink, message: failure.error.description)
                if told.insert(damage).inserted { result.damaged.append(damage) }
            }
            return
        }
        if let failure = failures.first { throw failure.error }
    }

    /// A series is written.
    func finish(bytes: Int) throws {
        result.series += 1
        result.bytes += bytes
        done += 1
        do { try progress(ConversionProgress(done: done, total: total)) } catch { throw Stop(cause: error) }
    }

    private func damaged(_ series: StoredSeries, _ sink: ArchiveSink, _ what: String) -> ArchiveError {
        if let file = series.files.first(where: { $0.sink == sink.name }) {
            return reader.damaged(file.path, label: series.unit.label, what)
        }
        let table = series.parts.first { $0.sink == sink.name }?.table ?? series.dataset
        return reader.damaged(table: table, label: series.unit.label, what)
    }
}
