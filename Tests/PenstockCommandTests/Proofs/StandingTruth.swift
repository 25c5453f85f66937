import Foundation
import Orchestrator
import PluginKit
import ReportPage
import Tabular
import TestWorld
import Testing

@testable import PenstockCommand

/// Whether all that says "up to date" of one archive says the same, and whether that is so.
extension ProofDesk {
    /// What status, coverage, report, metrics, runs and doctor say of a provider, where two of them differ.
    func disagreements(_ providers: String, _ units: [Claim]) async throws -> [String] {
        let names = providers.split(separator: " ").map(String.init)
        let said = try await status(names)
        var wrong: [String] = []
        let coverage = try await headlines(coverageOf: names)
        let runs = try await headlines(runsOf: names)
        let metrics = try metrics(of: names)
        let cards = try await cards(of: names)
        for (provider, status) in said {
            func compare<Value: Equatable>(_ place: String, _ value: Value?, _ right: Value) {
                if value != right { wrong.append("\(provider): \(place) says \(value.map { "\($0)" } ?? "nothing"), status \(right)") }
            }
            compare("coverage", coverage[provider], status.headline)
            compare("runs", runs[provider], status.headline)
            compare("whether it is stale", status.headline.hasPrefix("STALE"), status.isStale)
            let standings = units.filter { $0.provider == provider }.map(\.standing)
            for (standing, count) in status.counts {
                compare("coverage's units \(standing)", standings.count { $0 == standing }, count)
                guard let metrics = metrics[provider] else { continue }
                compare("a metric of \(standing)", metrics[standing == "without_data" ? "absent" : standing], count)
            }
            if let metrics = metrics[provider] { compare("the metric of staleness", metrics["stale"], status.isStale ? 1 : 0) }
            let shown = cards.filter { $0.provider == provider }
            compare(
                "the page", shown.contains { $0.standing == .behind },
                status.isStale && !(status.counts.isEmpty || shown.allSatisfy { $0.standing == .empty }))
            // A unit may feed several datasets: each has no more of a kind than there are units.
            for card in shown {
                for (standing, count) in [("up_to_date", card.upToDate), ("owed", card.owed), ("behind", card.behind)] {
                    if count > status.counts[standing] ?? 0 {
                        wrong.append("\(provider): the page has \(count) \(standing) of \(card.dataset)")
                    }
                }
            }
        }
        return wrong
    }

    struct Said {
        let headline: String
        let isStale: Bool
        let counts: [String: Int]
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func status(_ names: [String]) async throws -> [String: Said] {
        let (arguments, stage) = (try await commands().status, stage())
        let code = Self.code {
            try StatusReading(
                providers: names, place: arguments.place, maxAgeDays: nil, isJSON: true, isQuiet: false, host: stage.host
            ).run()
        }
        let root = try object(stage.output)
        #expect((code == 66) == (root["is_stale"] as? Bool), "the exit code is the value")
        var said: [String: Said] = [:]
        for provider in root["providers"] as? [[String: Any]] ?? [] {
            let keys = [
                "up_to_date": "up_to_date", "owed": "owed_count", "behind": "behind_count", "without_data": "waiting_count",
                "retired": "retired",
            ]
            said[provider["provider"] as? String ?? ""] = Said(
                headline: provider["headline"] as? String ?? "", isStale: provider["is_stale"] as? Bool ?? false,
                counts: keys.mapValues { provider[$0] as? Int ?? -1 })
        }
        return said
    }

    private func headlines(coverageOf names: [String]) async throws -> [String: String] {
        let stage = stage()
        var arguments = try await commands().coverage
        arguments.providers.positional = names
        _ = Self.code { try CoverageReading(arguments: arguments, host: stage.host).run() }
        let providers = try object(stage.output)["providers"] as? [[String: Any]] ?? []
        return Dictionary(providers.map { ($0["provider"] as? String ?? "", $0["headline"] as? String ?? "") }) { first, _ in first }
    }

    private func headlines(runsOf names: [String]) async throws -> [String: String] {
        let (place, stage) = (try await commands().status.place, stage())
        try RunList(providers: names, place: place, last: "3", isJSON: false, host: stage.host).run()
        let lines = stage.output.split(separator: "\n").compactMap { line in
            names.first { line.hasPrefix("\($0): ") }.map { ($0, String(line.dropFirst($0.count + 2))) }
        }
        return Dictionary(lines) { first, _ in first }
    }

    /// By provider: `stale`, and the number of series in each state.
    private func metrics(of names: [String]) throws -> [String: [String: Int]] {
        guard let run = finished.values.first(where: { $0.planned.job.providers.contains { names.contains($0.manifest.name) } }) else {
            return [:]
        }
        // By the patience that is the others' here, whatever the job's was.
        var job = run.planned.job
        job.options.maximumAgeDays = 1
        let planned = PlannedJob(job: job, logDirectory: run.planned.logDirectory, upstreams: run.planned.upstreams)
        let stage = stage()
        let file = try #require(try MetricsFile("metrics.prom", host: stage.host))
        file.write(
            [FinishedRun(planned: planned, report: run.report, totals: run.totals, log: run.log)], sinks: SinkOpening(host: stage.host).open
        )
        var found: [String: [String: Int]] = [:]
        for line in try folder.text("metrics.prom").split(separator: "\n") {
            guard let value = line.split(separator: " ").last.flatMap({ Int($0) }),
                let provider = line.firstMatch(of: /provider="([a-z]+)"/).map({ String($0.1) })
            else { continue }
            if line.hasPrefix("penstock_archive_stale") { found[provider, default: [:]]["stale"] = value }
            if line.hasPrefix("penstock_archive_series"), let state = line.firstMatch(of: /state="([a-z_]+)"/) {
                found[provider, default: [:]][String(state.1)] = value
            }
        }
        return found
    }

    private func cards(of names: [String]) async throws -> [DatasetCard] {
        let place = try await commands().status.place
        let page = try ReportGathering(providers: names, place: place, maxAgeDays: nil, host: stage().host).document()
        return page.archives.flatMap(\.cards)
    }
}

extension BarsTruth {
    /// What is said of whether symbols are up to date, and is not so, by the fake's bars and the files alone.
    func falseStandings(_ claims: [ProofDesk.Claim]) -> [String] {
        claims.compactMap { claim in
            let there = Set(Self.answer(desk, claim.unit).map(\.day))
            let stored = Set(stored(claim.unit).keys)
            guard let newest = stored.max() else {
                return ["up_to_date", "owed"].contains(claim.standing) && there.count > 1 && desk.wantedBars[claim.unit] != nil
                    && !isEmpty(claim)
                    ? "\(claim.unit): called \(claim.standing), and there is no row of \(there.count)" : nil
            }
            let late = there.count { $0 > newest }
            switch claim.standing {
            case "up_to_date", "owed": return late > 1 ? "\(claim.unit): called \(claim.standing), and lacks \(late) sessions" : nil
            case "behind":
                let from = desk.wantedBars[claim.unit] ?? newest
                let lacks = days.contains { $0 >= from && !stored.contains($0) }
                return lacks ? nil : "\(claim.unit): called behind, and every session is stored"
            default: return "\(claim.unit): called \(claim.standing), and has \(stored.count) rows"
            }
        }
    }

    /// Of a symbol that was listed when all that is expected was over: nothing was there to be had.
    private func isEmpty(_ claim: ProofDesk.Claim) -> Bool {
        guard let from = desk.wantedBars[claim.unit] else { return true }
        return Self.answer(desk, claim.unit).count { $0.day >= from && $0.bar != nil } <= 1
    }
}

extension TradesTruth {
    /// A market that is called up to date has its last trade that is older than may be missing; one in a gap is told of by `coverage`.
    func falseStandings(_ claims: [ProofDesk.Claim]) -> [String] {
        let markets = Dictionary(desk.markets.map { ($0.unit, $0) }) { first, _ in first }
        return claims.filter { $0.datasets == ["trades"] && ["up_to_date", "owed"].contains($0.standing) }.compactMap { claim in
            guard let market = markets[claim.unit] else { return nil }
            let limit = desk.now.adding(seconds: -2 * 86_400 - 900)
            guard let last = market.trades.last(where: { $0.time <= limit }) else { return nil }
            let isOpen = claim.parts.contains { part in
                guard let first = Instant(part.first), let end = Instant(part.last), part.state != "stored" else { return false }
                return first <= last.time && last.time < end
            }
            let times = desk.rows(market.file).compactMap { $0[market.columns[0]].flatMap { Instant($0) } }
            guard !isOpen, times.max() ?? Instant(seconds: 0) < last.time else { return nil }
            // Where the archive was asked for less than the market's life, that trade was nobody's wish.
            guard let begin = claim.parts.first.flatMap({ Instant($0.first) }), begin <= last.time else { return nil }
            return "\(claim.unit): called \(claim.standing), and the trade of \(last.time) is not there"
        }
    }
}
