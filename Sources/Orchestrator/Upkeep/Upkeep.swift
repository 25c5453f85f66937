package import Archive
package import ArchiveUpkeep
package import PluginKit
import Tabular

/// Work on an archive that asks no upstream. What writes leaves a row in the ledger, of no provider: it is no success
/// of theirs.
package struct Upkeep: Sendable {
    /// Absolute path of the archive's directory.
    package let archive: String
    let sinks: @Sendable ([String]) throws -> [ArchiveSink]
    /// Of the build: what the columns and views of their datasets are.
    let manifests: [ProviderManifest]
    let options: JobOptions

    package init(
        _ archive: String, sinks: @escaping @Sendable ([String]) throws -> [ArchiveSink], manifests: [ProviderManifest],
        options: JobOptions = JobOptions()
    ) {
        self.archive = archive
        self.sinks = sinks
        self.manifests = manifests
        self.options = options
    }

    /// The dataset as its plugin declares it.
    func declared(_ provider: String, _ dataset: String) -> Dataset? {
        manifests.first { $0.name == provider }?.dataset(named: dataset)
    }

    /// Throws `RunFailure`.
    func reading<Result>(_ body: (ArchiveReader) throws -> Result) throws -> Result {
        do {
            return try ArchiveReader.reading(at: archive, sinks: sinks, body)
        } catch {
            throw RunFailure(error)
        }
    }

    /// Opens the archive for writing and makes a run of the step. Throws `RunFailure`; the ledger then says that the
    /// run failed.
    func writing<Result>(
        _ job: String, now: Instant, acceptsOlderRecord: Bool = false,
        _ body: (Archive) throws -> (result: Result, exitCode: ExitCode)
    ) throws -> Result {
        try writing(job, now: now, acceptsOlderRecord: acceptsOlderRecord) { _, archive in try body(archive) }
    }

    /// The same with the run's number.
    func writing<Result>(
        _ job: String, now: Instant, acceptsOlderRecord: Bool = false,
        _ body: (_ run: Int64, Archive) throws -> (result: Result, exitCode: ExitCode)
    ) throws -> Result {
        do {
            let archive = try open(job, now: now, acceptsOlderRecord: acceptsOlderRecord)
            let run = try archive.beginRun(RunStart(job: job, providers: [], version: options.version, started: now))
            do {
                let (result, exitCode) = try body(run, archive)
                try archive.endRun(RunSummary(run: run, ended: now, exitCode: exitCode.number))
                try archive.close()
                return result
            } catch {
                let failure = RunFailure(error)
                var summary = RunSummary(run: run, ended: now, exitCode: failure.exitCode.number)
                summary.failure = failure.message
                // What went wrong first is what a person needs to know.
                try? archive.endRun(summary)
                try? archive.close()
                throw failure
            }
        } catch {
            throw RunFailure(error)
        }
    }

    func open(_ job: String, now: Instant, acceptsOlderRecord: Bool = false) throws -> Archive {
        try Archive.open(
            at: archive, birth: nil, sinks: sinks, lock: LockRequest(wait: options.lockWait, holder: job),
            threshold: options.threshold,
            now: now, acceptsOlderRecord: acceptsOlderRecord)
    }
}

extension Upkeep {
    /// Copies the archive into a new or empty directory, also while a run is on. Leaves no trace in the archive. Throws
    /// `RunFailure`.
    package func backUp(to directory: String) throws -> BackupReport {
        do {
            return try reading { reader in
                do {
                    return try reader.backUp(
                        to: directory, lock: LockRequest(wait: options.lockWait, holder: "backup"), declared: declared)
                } catch let error as ArchiveError where error.code == .pathTaken {
                    throw RunFailure(.usage, error.message, fix: error.fix)
                }
            }
        } catch {
            throw RunFailure(error)
        }
    }
}
