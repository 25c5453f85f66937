import Foundation
import Orchestrator
import PluginKit
import Testing

@testable import PenstockCommand

/// What every view of archives says of whether they are up to date: status and its exit code, coverage, runs, metrics,
/// doctor and the page. Read in one place, and compared as values, so that what one of them should have said wrongly
/// can be put in.
struct StandingViews {
    struct Said {
        var headline: String
        var isStale: Bool
        /// Units by how they stand: `up_to_date`, `owed`, `behind`, `without_data`, `retired`.
        var counts: [String: Int]
        var archive: String
    }

    /// By provider, as all that follows.
    var status: [String: Said] = [:]
    var exitCode: Int32 = 0
    var coverage: [String: String] = [:]
    /// How each unit stands, as coverage says.
    var standings: [String: [String]] = [:]
    var runs: [String: String] = [:]
    /// `stale`, and the number of series in each state; none where no run has written any.
    var metrics: [String: [String: Int]] = [:]
    var doctor: [String: Doctor] = [:]
    var cards: [DatasetCard] = []

    struct Doctor {
        var headline: String
        var isWell: Bool
    }

    /// Of a card's units.
    private static var counts: [(standing: String, path: KeyPath<ProviderStatus.DatasetStatus, Int>)] {
        [("up_to_date", \.upToDate), ("owed", \.owed), ("behind", \.behind)]
    }

    /// Views that differ, a sentence each.
    var disagreements: [String] {
        var wrong: [String] = []
        if (exitCode == 66) != status.values.contains(where: \.isStale) { wrong.append("status ends with \(exitCode)") }
        for (provider, said) in status.sorted(by: { $0.key < $1.key }) {
            func compare<Value: Equatable>(_ place: String, _ value: Value?, _ right: Value) {
                if value != right {
                    wrong.append("\(provider): \(place) says \(value.map { "\($0)" } ?? "nothing"), status \(right)")
                }
            }
            let isOwed = said.counts["owed"] ?? 0 > 0
            compare("whether it is stale", said.headline.hasPrefix("STALE"), said.isStale)
            compare(
                "whether it is but for something", said.headline.hasPrefix("up to date but for "),
                !said.isStale && isOwed)
            compare("coverage", coverage[provider], said.headline)
            compare("runs", runs[provider], said.headline)
            // Of several that may share an archive it speaks of those that the archive has something of; of all where
            // it has nothing yet.
            let isKept = said.counts.values.contains { $0 > 0 } || doctor.isEmpty
            if isKept || doctor[provider] != nil {
                compare("doctor", doctor[provider]?.headline, said.headline)
                compare("doctor's sign", doctor[provider]?.isWell, !said.isStale && !isOwed)
            }
            for (standing, count) in said.counts {
                compare(
                    "coverage's units \(standing)", standings[provider, default: []].count { $0 == standing }, count)
                guard let metrics = metrics[provider] else { continue }
                compare("a metric of \(standing)", metrics[standing == "without_data" ? "absent" : standing], count)
            }
            if let metrics = metrics[provider] {
                compare("the metric of staleness", metrics["stale"], said.isStale ? 1 : 0)
            }
            let shown = cards.filter { $0.status.provider == provider }
            compare(
                "the page", shown.contains { $0.freshness == .behind },
                said.isStale && !(said.counts.isEmpty || shown.allSatisfy { $0.freshness == .empty }))
            for card in shown {
                // A unit may feed several datasets: each has no more of a kind than there are units.
                for (standing, path) in Self.counts {
                    let count = card.dataset?[keyPath: path] ?? 0
                    if count > said.counts[standing] ?? 0 {
                        wrong.append("\(provider): the page has \(count) \(standing) of \(card.name)")
                    }
                }
                if !said.isStale, card.freshness == .current, card.dataset?.owed ?? 0 > 0 {
                    compare("the page's note", card.note.map { "up to date \($0)" }, said.headline)
                }
            }
            // And every unit feeds one.
            for (standing, path) in Self.counts {
                guard shown.contains(where: { $0.freshness != .empty }) else { continue }
                let count = shown.reduce(0) { $0 + ($1.dataset?[keyPath: path] ?? 0) }
                if count < said.counts[standing] ?? 0 {
                    wrong.append("\(provider): all of the page has \(count) \(standing)")
                }
            }
        }
        return wrong
    }
}

/// Reads the views, as the commands do that show them.
struct StandingReading {
    let names: [String]
    /// Of which archives metrics are written.
    let finished: [FinishedRun]
    /// A host for one command.
    let stage: () -> CommandStage

    /// Of all, or of status alone.
    func views(all: Bool = true) throws -> StandingViews {
        var views = StandingViews()
        try readStatus(&views)
        guard all else { return views }
        try readCoverage(&views)
        try readRuns(&views)
        try readMetrics(&views)
        try readDoctor(&views)
        views.cards = try PenstockCommand.Host.$current.withValue(stage().host) { try Report(values).facts().cards }
        return views
    }

    /// The names alone.
    private var values: SettingValues {
        var values = SettingValues(environment: [:])
        values.name(names)
        return values
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func readStatus(_ views: inout StandingViews) throws {
        let stage = stage()
        var values = values
        values.type(\.json, true)
        views.exitCode = ProofDesk.code(of: Status.self, values, on: stage.host)
        for provider in try object(stage.output)["providers"] as? [[String: Any]] ?? [] {
            let keys = [
                "up_to_date": "up_to_date", "owed": "owed_count", "behind": "behind_count",
                "without_data": "waiting_count",
                "retired": "retired",
            ]
            views.status[provider["provider"] as? String ?? ""] = StandingViews.Said(
                headline: provider["headline"] as? String ?? "", isStale: provider["is_stale"] as? Bool ?? false,
                counts: keys.mapValues { provider[$0] as? Int ?? -1 }, archive: provider["archive"] as? String ?? "")
        }
    }

    private func readCoverage(_ views: inout StandingViews) throws {
        let stage = stage()
        _ = ProofDesk.code(of: PenstockCommand.Coverage.self, ProofDesk.coverage(of: names), on: stage.host)
        for provider in try object(stage.output)["providers"] as? [[String: Any]] ?? [] {
            let name = provider["provider"] as? String ?? ""
            views.coverage[name] = provider["headline"] as? String ?? ""
            views.standings[name] = (provider["units"] as? [[String: Any]] ?? []).map {
                $0["standing"] as? String ?? ""
            }
        }
    }

    private func readRuns(_ views: inout StandingViews) throws {
        let stage = stage()
        var values = values
        values.type(\.last, "3")
        try PenstockCommand.Host.$current.withValue(stage.host) { try RunsList(values).run() }
        for line in stage.output.split(separator: "\n") {
            guard let name = names.first(where: { line.hasPrefix("\($0): ") }), views.runs[name] == nil else {
                continue
            }
            views.runs[name] = String(line.dropFirst(name.count + 2))
        }
    }

    private func readMetrics(_ views: inout StandingViews) throws {
        let stage = stage()
        let file = try #require(
            try MetricsFile(SettingText("metrics.prom", source: "--metrics-file"), host: stage.host))
        let runs = finished.filter { $0.planned.job.providers.contains { names.contains($0.manifest.name) } }.map {
            run in
            // By the patience that is the others' here, whatever the job's was.
            var job = run.planned.job
            job.options.maximumAgeDays = 1
            let planned = PlannedJob(job: job, logDirectory: run.planned.logDirectory, upstreams: run.planned.upstreams)
            return FinishedRun(planned: planned, report: run.report, totals: run.totals, log: run.log)
        }
        guard !runs.isEmpty else { return }
        file.write(runs, sinks: SinkOpening(host: stage.host).open)
        for line in try String(contentsOfFile: file.path, encoding: .utf8).split(separator: "\n") {
            guard let value = line.split(separator: " ").last.flatMap({ Int($0) }),
                let provider = line.firstMatch(of: /provider="([a-z]+)"/).map({ String($0.1) })
            else { continue }
            if line.hasPrefix("penstock_archive_stale") { views.metrics[provider, default: [:]]["stale"] = value }
            if line.hasPrefix("penstock_archive_series"), let state = line.firstMatch(of: /state="([a-z_]+)"/) {
                views.metrics[provider, default: [:]][String(state.1)] = value
            }
        }
    }

    private func readDoctor(_ views: inout StandingViews) throws {
        let host = stage().host
        for (archive, providers) in Dictionary(grouping: views.status.keys, by: { views.status[$0]?.archive ?? "" }) {
            let manifests = try providers.map { try host.registry.provider(named: $0).manifest }
            for diagnosis in ArchiveExamination(archive: archive, manifests: manifests, host: host).diagnoses() {
                guard diagnosis.name.hasPrefix("data ") else { continue }
                views.doctor[String(diagnosis.name.dropFirst(5))] = StandingViews.Doctor(
                    headline: diagnosis.detail, isWell: diagnosis.state == .ok)
            }
        }
    }
}
