import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// What a dry run found: of each job, an estimate for each of its providers.
struct DryRunFacts: JSONFact {
    var jobs: [[EstimateFacts]] = []

    var json: JSONOutput { FinishedRun.document(jobs.flatMap { $0.map(\.json) }, exitCode: .success) }
}

/// What a job would ask of one provider and store of it.
struct EstimateFacts: JSONFact {
    let planned: PlannedJob
    let provider: ProviderManifest
    let estimate: PlanEstimate
    /// nil: the lists were not read for it.
    var reading: ListReading.Account?
    /// About how many bytes each storage needs for a byte of CSV.
    var shares: [String: Double] = [:]
    /// Settings of the provider with which less is stored: `--fidelity 1440`.
    var smaller: [String] = []

    /// Whether what there is to follow is known only when a list was read.
    var isSubjectsUnknown: Bool { provider.subjects != nil && estimate.newSubjects == nil && estimate.lists > 0 }

    /// On disk, by storage of the archive.
    var bytes: [(sink: String, bytes: Int)] {
        estimate.sinks.map { ($0, Int(Double(estimate.storage.bytes) * (shares[$0] ?? 1))) }
    }

    private static let manyRows = 10_000_000
    private static let manyBytes = 1_000_000_000

    var isLarge: Bool {
        estimate.storage.allRows > Self.manyRows || bytes.contains { $0.bytes > Self.manyBytes }
    }

    var json: JSONOutput {
        let rows = estimate.storage.rows.sorted { $0.key < $1.key }
        return .object([
            "job": planned.job.name, "provider": provider.name, "archive": planned.job.archive, "units": estimate.units,
            "lists": estimate.lists, "whole_units": estimate.wholeUnits,
            "is_universe_known": estimate.isUniverseKnown && !isSubjectsUnknown, "requests": estimate.requests,
            "notes": estimate.notes, "bytes": estimate.bytes, "least_seconds": estimate.leastSeconds,
            "new_subjects": estimate.newSubjects, "lists_read": estimate.listsRead, "rows": estimate.storage.allRows,
            "rows_by_dataset": JSONOutput.object(rows.map { .init($0.key, .integer($0.value)) }),
            "stored_bytes": JSONOutput.object(bytes.map { .init($0.sink, .integer($0.bytes)) }),
            "series_of_unknown_size": estimate.storage.unsized, "is_large": isLarge,
            "smaller_with": isLarge ? smaller : [], "read_requests": reading.map { $0.requests },
        ])
    }
}
