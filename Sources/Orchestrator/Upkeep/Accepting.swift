public import Archive
public import PluginKit
public import Tabular

/// Records the owner's word on units whose answers were refused or wait: the next update takes what is sent. Asks nothing itself, and
/// leaves a row in the ledger.
public struct Accepting {
    let provider: any LoadedProvider
    let names: [String]
    let acceptance: Acceptance
    let archive: String
    let sinks: ([String]) throws -> [ArchiveSink]
    let options: JobOptions

    public init(
        _ names: [String], of provider: any LoadedProvider, as acceptance: Acceptance, in archive: String,
        sinks: @escaping ([String]) throws -> [ArchiveSink], options: JobOptions = JobOptions()
    ) {
        self.provider = provider
        self.names = names
        self.acceptance = acceptance
        self.archive = archive
        self.sinks = sinks
        self.options = options
    }

    /// The labels of the units. Throws `RunFailure`; then nothing was recorded.
    public func execute(now: Instant) throws -> [String] {
        do {
            let job = "accept \(provider.manifest.name)"
            let archive = try Archive.open(
                at: archive, birth: nil, sinks: sinks, lock: LockRequest(wait: options.lockWait, holder: job), threshold: options.threshold,
                now: now)
            let units = try archive.units(named: names, of: provider, verb: "accept")
            for unit in units {
                guard case .sessions = try provider.expectation(of: unit.name, note: unit.note) else {
                    throw RunFailure(
                        .usage, "\(unit.label) has no row for every session, so nothing of it waits to be accepted",
                        fix: "name a symbol; penstock status says which ones wait")
                }
            }
            let run = try archive.beginRun(
                RunStart(job: job, providers: [provider.manifest.name], version: options.version, started: now))
            try archive.accept(units, as: acceptance, now: now)
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
