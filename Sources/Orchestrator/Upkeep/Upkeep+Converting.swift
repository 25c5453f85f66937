import Archive
package import ArchiveUpkeep
package import Tabular

/// In which storages an archive is kept: one is added, one is taken away, another archive is made of it.
extension Upkeep {
    /// Fills a sink from one that is stored and adds it to the archive; nil when the archive has it already.
    package func add(_ sink: String, now: Instant, progress: (ConversionProgress) -> Void = { _ in }) throws
        -> Conversion?
    {
        if try storage().contains(sink) {
            // A conversion that was cut short behind its commit leaves something to be put right by an opening.
            try settle(now: now)
            return nil
        }
        return try writing("convert --add \(sink)", now: now) { archive in
            guard let sink = try sinks([sink]).first else { throw RunFailure(.usage, "There is no storage \(sink)") }
            let conversion = try archive.add(sink, declared: declared, progress: progress)
            return (conversion, conversion.damaged.isEmpty ? .success : .integrity)
        }
    }

    private func settle(now: Instant) throws {
        do {
            let archive = try open("convert", now: now)
            try archive.renderAll()
            try archive.close()
        } catch {
            throw RunFailure(error)
        }
    }

    /// What the archive is kept as.
    package func storage() throws -> [String] { try reading { reader in reader.sinks.map(\.name) } }

    /// Takes a sink away with all that it holds; never the last one. Refused where a sink that stays does not hold all
    /// that the record says: the one that goes may be the last good copy.
    package func drop(_ sink: String, now: Instant) throws -> Conversion {
        try writing("convert --drop \(sink)", now: now) { archive in
            if archive.sinks.count > 1, archive.sinks.contains(where: { $0.name == sink }) {
                let report = try archive.reader.verify(Verification(isFull: true), dataset: declared)
                if let finding = report.findings.first(where: { $0.sink != sink && $0.code != .renderedFile }) {
                    throw RunFailure(
                        .integrity, "\(sink) is not dropped: it may be the last good copy. \(finding)",
                        fix: "penstock verify --full --repair, and then the same line again")
                }
            }
            return (try archive.drop(sink), .success)
        }
    }

    /// Makes another archive of this one.
    package func convert(
        to directory: String, sinks names: [String], now: Instant, progress: (ConversionProgress) -> Void = { _ in }
    ) throws -> Conversion {
        do {
            let job = "convert --to \(directory)"
            let archive = try open(job, now: now)
            let conversion = try archive.convert(
                to: directory, sinks: try sinks(names), created: now, holder: job, declared: declared,
                progress: progress)
            try archive.close()
            return conversion
        } catch let error as ArchiveError where error.code == .pathTaken {
            throw RunFailure(.usage, error.message, fix: error.fix)
        } catch {
            throw RunFailure(error)
        }
    }
}
