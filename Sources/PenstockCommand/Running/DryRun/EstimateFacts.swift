import LosslessJSON
import Orchestrator
import PluginKit
import Tabular

/// What a dry run found: of each job, an estimate for each of its providers.
struct DryRunFacts: Facts {
    var jobs: [[EstimateFacts]] = []

    var json: JSONOutput { RunReportOutput.document(jobs.flatMap { $0.map(\.json) }, exitCode: .success) }
}

/// What a job would ask of one provider and store of it.
struct EstimateFacts: Facts {
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
        return .object(
            [
                .init("job", .string(planned.job.name)), .init("provider", .string(provider.name)),
                .init("archive", .string(planned.job.archive)),
                .init("units", .integer(estimate.units)), .init("lists", .integer(estimate.lists)),
                .init("whole_units", .integer(estimate.wholeUnits)),
                .init("is_universe_known", .bool(estimate.isUniverseKnown && !isSubjectsUnknown)),
                .init("requests", .integer(estimate.requests)),
                .init("notes", .strings(estimate.notes)), .init("bytes", .integer(estimate.bytes)),
                .init("least_seconds", .number(estimate.leastSeconds)),
                .init("new_subjects", estimate.newSubjects.map { .integer($0) } ?? .null),
                .init("lists_read", .instant(estimate.listsRead)),
                .init("rows", .integer(estimate.storage.allRows)),
                .init("rows_by_dataset", .object(rows.map { .init($0.key, .integer($0.value)) })),
                .init("stored_bytes", .object(bytes.map { .init($0.sink, .integer($0.bytes)) })),
                .init("series_of_unknown_size", .integer(estimate.storage.unsized)),
                .init("is_large", .bool(isLarge)),
                .init("smaller_with", .strings(isLarge ? smaller : [])),
                .init("read_requests", reading.map { .integer($0.requests) } ?? .null),
            ])
    }
}
