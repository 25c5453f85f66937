import Orchestrator
import PluginKit
import Tabular
import Words

/// What a dry run says of one provider of a job.
struct EstimatePage {
    let facts: EstimateFacts
    /// Whether no provider of the job comes after it.
    var isLast = true

    /// A whole dry run.
    static func text(_ facts: DryRunFacts) -> String {
        facts.jobs.flatMap { job in
            job.enumerated().map { EstimatePage(facts: $1, isLast: $0 == job.count - 1).text }
        }.joined(separator: "\n")
    }

    /// `backfill equities would ask for 503 symbols: 504 requests, about 81.3 MB, at least 4 min 12 s. Nothing was
    /// asked.`
    var text: String {
        let verb = "\(facts.planned.job.command.rawValue) \(provider.name)"
        let notes = estimate.notes.map { "Note: \($0)." }
        var lines: [String?]
        if estimate.requests > 0 {
            lines = [cost(verb), storage, warning, unknown] + notes
        } else {
            lines = ["\(verb) would ask for nothing\(notes.isEmpty ? ": nothing is due." : ".")"] + notes
        }
        if isLast { lines.append(reading) }
        return (lines + ["The archive is \(facts.planned.job.archive)."]).compactMap { $0 }.joined(separator: "\n")
    }

    private var estimate: PlanEstimate { facts.estimate }
    private var provider: ProviderManifest { facts.provider }
    private var subjects: ProviderManifest.Noun? { provider.subjects?.noun }

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
        if facts.isSubjectsUnknown, let subjects {
            what +=
                ", and then follow "
                + (estimate.mostSubjects.map { "up to \(subjects.counted($0))" }
                    ?? "all \(subjects.plural) that it tells of and that are meant")
        }
        let requests = Figures.counted(estimate.requests, "request")
        var costs = [
            (facts.isSubjectsUnknown ? "for the list about " : "") + requests,
            "about \(Figures.bytes(estimate.bytes))",
        ]
        if estimate.leastSeconds >= 0.05 { costs.append("at least \(Figures.duration(estimate.leastSeconds))") }
        let end = facts.reading == nil ? " Nothing was asked." : ""
        return "\(verb) would \(what): \(costs.joined(separator: ", ")).\(end)"
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
        let sizes = facts.bytes.map { "about \(Figures.bytes($0.bytes)) as \($0.sink)" }.joined(separator: ", ")
        return "It would store about \(Figures.rounded(estimate.storage.allRows)) rows\(parts): \(sizes).\(rest)"
    }

    /// What makes it smaller, where that is much; nil where it is not.
    private var warning: String? {
        guard facts.isLarge else { return nil }
        var flags = facts.smaller
        if subjects != nil, facts.planned.job.selection.names.isEmpty, facts.planned.job.selection.subjects.isEmpty {
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
        if facts.isSubjectsUnknown, let subjects {
            return
                """
                The list of \(subjects.plural) is not known: rows and sizes can be told once it was read. --dry-run \
                --read-lists reads it, tells them and keeps nothing.
                """
        }
        if !estimate.isUniverseKnown {
            return
                """
                How many \(provider.noun.plural) there are is known once the list has been read (--dry-run \
                --read-lists).
                """
        }
        guard subjects != nil, facts.reading == nil, let read = estimate.listsRead else { return nil }
        return "By the lists as they were read on \(read.text(fractionDigits: 0))."
    }

    /// `The lists were read for this: 210 requests, 81.2 MB, 25 s.`; nil where they were not.
    private var reading: String? {
        facts.reading.map {
            """
            The lists were read for this: \(Figures.counted($0.requests, "request")), \
            \(Figures.bytes($0.bytes)), \(Figures.duration($0.seconds)). Nothing else was asked, and nothing of it is \
            kept.
            """
        }
    }
}
