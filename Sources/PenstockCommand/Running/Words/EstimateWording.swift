import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import Words

/// What a dry run says.
struct EstimateWording {
    let planned: PlannedJob
    let provider: ProviderManifest
    let estimate: PlanEstimate
    /// nil: the lists were not read for it.
    var reading: ListReading.Account?
    /// Whether no provider of the job comes after it.
    var isLast = true
    /// About how many bytes each storage needs for a byte of CSV.
    var shares: [String: Double] = [:]
    /// Settings of the provider with which less is stored: `--fidelity 1440`.
    var smaller: [String] = []

    /// `backfill equities would ask for 503 symbols: 504 requests, about 81.3 MB, at least 4 min 12 s. Nothing was
    /// asked.`
    var text: String {
        let verb = "\(planned.job.command.rawValue) \(provider.name)"
        let notes = estimate.notes.map { "Note: \($0)." }
        var lines: [String?]
        if estimate.requests > 0 {
            lines = [cost(verb), storage, warning, unknown] + notes
        } else {
            lines = ["\(verb) would ask for nothing\(notes.isEmpty ? ": nothing is due." : ".")"] + notes
        }
        if isLast { lines.append(reading?.text) }
        return (lines + ["The archive is \(planned.job.archive)."]).compactMap { $0 }.joined(separator: "\n")
    }

    private var subjects: ProviderManifest.Noun? { provider.subjects?.noun }

    /// Whether what there is to follow is known only when a list was read.
    private var isSubjectsUnknown: Bool { subjects != nil && estimate.newSubjects == nil && estimate.lists > 0 }

    private func cost(_ verb: String) -> String {
        let isVague = !estimate.isUniverseKnown
        var what: String
        if estimate.units == 0, estimate.lists > 0 {
            what = "read the list of \((subjects ?? provider.noun).plural)"
            if isVague, subjects == nil { what += " and ask for what it names" }
        } else {
            what = "ask for \(isVague ? "about " : "")\(provider.noun.counted(estimate.units))"
            if let subjects, let new = estimate.newSubjects, new > 0 {
                what += ", with \(Figures.count(new)) new \(new == 1 ? subjects.singular : subjects.plural)"
            }
        }
        if estimate.wholeUnits > 0 { what += ", \(Figures.count(estimate.wholeUnits)) of them whole" }
        if isSubjectsUnknown, let subjects {
            what +=
                ", and then follow "
                + (estimate.mostSubjects.map { "up to \(subjects.counted($0))" }
                    ?? "all \(subjects.plural) that it tells of and that are meant")
        }
        let requests = Figures.counted(estimate.requests, "request", "requests")
        var costs = [
            "\(isSubjectsUnknown ? "for the list about " : "")\(requests)", "about \(Figures.bytes(estimate.bytes))",
        ]
        if estimate.leastSeconds >= 0.05 { costs.append("at least \(Figures.duration(estimate.leastSeconds))") }
        return "\(verb) would \(what): \(costs.joined(separator: ", ")).\(reading == nil ? " Nothing was asked." : "")"
    }

    /// `It would store about 40,120,000 rows (prices 40,000,000, trades 120,000): 1.6 GB as csv.`; nil where nothing
    /// would be.
    private var storage: String? {
        let rows = estimate.storage.rows.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !rows.isEmpty else { return nil }
        let parts =
            rows.count > 1
            ? " (\(rows.map { "\($0.key) \(Figures.rounded($0.value))" }.joined(separator: ", ")))"
            : " of \(rows[0].key)"
        let unsized = estimate.storage.unsized
        let rest =
            unsized == 0
            ? "" : " How much \(Figures.counted(unsized, "series has", "series have")) is not known before."
        let sizes = bytes.map { "about \(Figures.bytes($0.bytes)) as \($0.sink)" }.joined(separator: ", ")
        return "It would store about \(Figures.rounded(estimate.storage.allRows)) rows\(parts): \(sizes).\(rest)"
    }

    /// On disk, by storage of the archive.
    private var bytes: [(sink: String, bytes: Int)] {
        estimate.sinks.map { ($0, Int(Double(estimate.storage.bytes) * (shares[$0] ?? 1))) }
    }

    private static let manyRows = 10_000_000
    private static let manyBytes = 1_000_000_000

    private var isLarge: Bool {
        estimate.storage.allRows > Self.manyRows || bytes.contains { $0.bytes > Self.manyBytes }
    }

    /// What makes it smaller, where that is much; nil where it is not.
    private var warning: String? {
        guard isLarge else { return nil }
        var flags = smaller
        if subjects != nil, planned.job.selection.names.isEmpty, planned.job.selection.subjects.isEmpty {
            flags.append("--limit")
        }
        if estimate.storage.rows.count(where: { $0.value > 0 }) > 1, provider.subjects != nil {
            flags.append("--datasets")
        }
        if provider.needsStartDate { flags += ["--start-date", "--symbols"] }
        if flags.isEmpty { flags.append("--market-ids") }
        return "That is much. Less is stored with: \(flags.joined(separator: ", "))."
    }

    /// What the numbers rest on, where a list has to be read first.
    private var unknown: String? {
        if isSubjectsUnknown, let subjects {
            return
                "The list of \(subjects.plural) is not known: rows and sizes can be told once it was read. --dry-run "
                + "--read-lists reads it, "
                + "tells them and keeps nothing."
        }
        if !estimate.isUniverseKnown {
            return
                """
                How many \(provider.noun.plural) there are is known once the list has been read (--dry-run \
                --read-lists).
                """
        }
        guard subjects != nil, reading == nil, let read = estimate.listsRead else { return nil }
        return "By the lists as they were read on \(read.text(fractionDigits: 0))."
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
