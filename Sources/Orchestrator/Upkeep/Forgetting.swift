public import Archive
public import PluginKit
public import Tabular

/// Takes units out of an archive, files and record: the way out of a typo. Leaves a row in the ledger.
public struct Forgetting {
    let provider: any LoadedProvider
    let names: [String]
    let archive: String
    let sinks: ([String]) throws -> [ArchiveSink]
    let options: JobOptions

    public init(
        _ names: [String], of provider: any LoadedProvider, in archive: String, sinks: @escaping ([String]) throws -> [ArchiveSink],
        options: JobOptions = JobOptions()
    ) {
        self.provider = provider
        self.names = names
        self.archive = archive
        self.sinks = sinks
        self.options = options
    }

    /// The labels of what was forgotten. Throws `RunFailure`; then nothing was.
    public func execute(now: Instant) throws -> [String] {
        do {
            let job = "forget \(provider.manifest.name)"
            let archive = try Archive.open(
                at: archive, birth: nil, sinks: sinks, lock: LockRequest(wait: options.lockWait, holder: job), threshold: options.threshold,
                now: now)
            let units = try archive.units(named: names, of: provider, verb: "forget")
            let run = try archive.beginRun(
                RunStart(job: job, providers: [provider.manifest.name], version: options.version, started: now))
            try archive.forget(units)
            var summary = RunSummary(run: run, ended: now, exitCode: 0)
            summary.total = units.count
            summary.success = units.count
            try archive.endRun(summary)
            try archive.close()
            return units.map(\.label)
        } catch {
            throw RunFailure(error)
        }
    }
}

extension ArchiveReader {
    /// The units that a person names. Throws `RunFailure` with 64 for one that is not in the archive.
    func units(named names: [String], of provider: any LoadedProvider, verb: String) throws -> [UnitRecord] {
        let name = provider.manifest.name
        return try provider.roots(for: Selection(names: names)).map { unit in
            if let record = try self.unit(unit, of: name), record.state != .known { return record }
            let label = try provider.label(of: unit, note: nil)
            let labels = try units(of: name, admittedOnly: true).map(\.label)
            let near = Suggestion.nearest(to: label, among: labels)
            throw RunFailure(
                .usage, "\(label) is not in the archive at \(directory), so there is nothing to \(verb)",
                fix: near.map { "did you mean \($0)?" } ?? "penstock status lists what is there")
        }
    }
}
