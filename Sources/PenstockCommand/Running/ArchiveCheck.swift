import Archive
import Orchestrator
import PluginKit
import Tabular

/// What can be refused before a log or a directory is made.
struct ArchiveCheck {
    let job: Job

    init(_ job: Job) {
        self.job = job
    }

    /// - Parameter now: of the run that is to be.
    func check(now: () throws -> Instant) throws {
        _ = try Wish.look(at: job, now: now)
        guard !Archive.exists(at: job.archive) else { return }
        switch job.command {
        case .update:
            throw ArchiveWording.noArchive(job.archive, providers: job.providers.map(\.manifest), verb: "update")
        case .backfill:
            guard job.selection.start == nil, let provider = job.providers.first(where: \.manifest.needsStartDate)
            else { return }
            throw ArchiveWording.noStartDate(job.archive, provider: provider.manifest)
        }
    }
}
