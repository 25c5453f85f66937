import Archive
import Orchestrator
import PluginKit

/// What can be refused before a log or a directory is made.
struct ArchiveCheck {
    let job: Job

    init(_ job: Job) {
        self.job = job
    }

    func check() throws {
        guard !Archive.exists(at: job.archive) else { return }
        switch job.command {
        case .update: throw ArchiveWording.noArchive(job.archive, providers: job.providers.map(\.manifest), verb: "update")
        case .backfill:
            guard job.selection.start == nil, let provider = job.providers.first(where: \.manifest.needsStartDate) else { return }
            throw ArchiveWording.noStartDate(job.archive, provider: provider.manifest)
        }
    }
}
