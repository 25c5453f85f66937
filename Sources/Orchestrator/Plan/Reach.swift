import Archive
import PluginKit
import Tabular

/// How far a job reaches over what the archive follows. What counts is what the job leaves out, not how it was typed:
/// names that are all that the archive has leave nothing out, nor does anything in an archive that is new.
struct Reach {
    let job: Job
    let archive: ArchiveReader
    let now: Instant

    /// Whether a unit that is kept up to date, of one of the job's providers, is not looked at.
    var isPartial: Bool {
        guard isNarrowed else { return false }
        // A selection that cannot be understood ends the run with a failure of its own.
        return (try? job.providers.contains(where: leavesOut)) ?? true
    }

    /// Without any of these a job speaks of all that there is.
    private var isNarrowed: Bool {
        let selection = job.selection
        return !selection.names.isEmpty || !selection.subjects.isEmpty || !selection.categories.isEmpty
            || !selection.datasets.isEmpty
            || !job.options.updatesSeries
    }

    private func leavesOut(_ provider: any LoadedProvider) throws -> Bool {
        let planner = Planner(job: job, archiveStart: try archive.record.start, now: now)
        let targets = Targets(job: job, provider: provider, planner: planner, archive: archive)
        // What sets the facts is read by every run that asks anything.
        let prologue = Set(try targets.prologue().map(\.id))
        var last: Int64 = 0
        while true {
            let units = try archive.record.units(of: [provider.manifest.name], after: last, limit: Stage.chunk)
            guard let end = units.last?.id else { return false }
            last = end
            let admitted = units.filter { $0.state == .admitted && !prologue.contains($0.id) }
            if try admitted.contains(where: { try !targets.isMeant($0) }) { return true }
        }
    }
}
