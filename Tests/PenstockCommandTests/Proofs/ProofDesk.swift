import Archive
import ArgumentParser
import Foundation
import Orchestrator
import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing
import Upstream

@testable import PenstockCommand

/// A person with two archives behind upstreams that fail at random: what is typed on a night, and what is claimed then.
/// What was wanted is kept by what was typed, what is there by the fakes, what was read by the log of answers; nothing
/// here asks the planner.
final class ProofDesk {
    let folder: TemporaryFolder
    /// Bars as they are; what is wrong with a night's answers is in another market.
    let bars: FakeMarket
    private let served: FakeMarket
    let venues: FakeVenues
    let log = AnswerLog()
    private(set) lazy var markets = TradesTruth.markets(of: venues.world)
    private(set) var now: Instant
    /// The newest run of each archive, for its metrics.
    private(set) var finished: [String: FinishedRun] = [:]
    /// All that was typed.
    private(set) var history: [String] = []
    /// All that was printed since the last judgement.
    private var said = ""
    /// From which day on somebody has asked for a symbol.
    private(set) var wantedBars: [String: Day] = [:]
    /// Markets that somebody has named, or that a job for all had to follow.
    private(set) var wantedMarkets: Set<String> = []
    /// The first day of the archive of bars.
    private var start: Day?

    init(_ world: VenueWorld, now: String) throws {
        folder = try TemporaryFolder("proof")
        bars = FakeMarket(now: now)
        served = FakeMarket(now: now)
        venues = FakeVenues(world, now: now)
        self.now = FakeMarket.instant(now)
        for upstream in ["gamma", "kalshi", "kalshi-historical", "polymarket-data", "polymarket-data-v1"] {
            venues.trouble(upstream) { $0.clampsLimitTo = 9 }
        }
    }

    func move(to time: Instant) {
        now = time
        bars.move(to: time.text())
        served.move(to: time.text())
        venues.move(to: time)
    }

    /// Where something is typed; what it printed is read afterwards.
    func stage() -> CommandStage { CommandStage(["PENSTOCK_NOW": now.text()], directory: folder.path) }

    // MARK: What is typed

    /// How a run ends before its time.
    enum Cut {
        /// It is asked to stop at its n-th question.
        case stop(Int)
        /// It is killed at its n-th question: what is on the disk then is all that is left of it. The second: bytes of
        /// output after which it commits.
        case kill(Int, Int)
    }

    /// Carries a line out as the command does, over the fakes, and returns its exit code; 137 of one that was killed.
    @discardableResult
    func type(_ line: ProofLine, _ faults: NightFaults = .none, cut: Cut? = nil) async throws -> Int32 {
        let stage = stage()
        let liars = prepare(faults)
        var codes: [Orchestrator.ExitCode] = []
        var isKilled = false
        do {
            let request = line.request
            for planned in try JobPlanning(request: request, host: stage.host).jobs() {
                try planned.check { now }
                guard let code = try await run(planned, request, stage, faults, liars, cut) else {
                    isKilled = true
                    break
                }
                codes.append(code)
            }
        } catch {
            codes.append(RunFailure(error).exitCode)
        }
        said += stage.output + stage.error
        let code = isKilled ? 137 : ExitCode.worst(codes).number
        history.append("\(now) \(faults.mood)\(cut.map { ", \($0)" } ?? ""): \(line.text) -> \(code)")
        if isKilled { kills += 1 }
        if line.isOfBars { mayHaveTails = isKilled }
        if code != ExitCode.usage.number { note(line, isWhole: code == 0) }
        return code
    }

    /// Whether the last run over the bars was killed: files may have rows then that are in no record, and the next run
    /// cuts them.
    private(set) var mayHaveTails = false

    /// Runs that were killed.
    private(set) var kills = 0

    /// nil: it was killed.
    private func run(
        _ planned: PlannedJob, _ request: JobRequest, _ stage: CommandStage, _ faults: NightFaults,
        _ liars: Set<String>,
        _ cut: Cut?
    ) async throws -> Orchestrator.ExitCode? {
        var job = planned.job
        job.options.concurrency = 1
        if case .kill(_, let bytes) = cut { job.options.threshold.bytes = bytes }
        let clock = ManualClock(now, isSelfAdvancing: true)
        let stop = StopSignal()
        let presenter = RunPresenter(
            planned: planned, values: request.values, console: stage.host.console,
            log: try RunLog(planned: planned, user: "jane", now: now, isVerbose: false))
        let grave = Grave(
            folder: folder.path, log: log, asksOneUpstream: job.providers.map(\.manifest.name) == ["equities"],
            next: presenter)
        let transport = ProofTransport(
            bars: served, venues: venues, log: log, faults: faults, liars: liars, clock: clock
        ) { count in
            switch cut {
            case .stop(count): stop.request()
            case .kill(count, _):
                grave.dig()
                stop.request()
            default: break
            }
        }
        let upstreams = Upstreams(
            job.providers.flatMap(\.manifest.upstreams), transport: transport, clock: clock, seed: 1)
        let report = await Run(
            job: job, sinks: SinkOpening(host: stage.host).open, upstreams: upstreams, clock: clock,
            observer: grave, stop: stop
        ).execute()
        venues.move(to: now)
        if try grave.bury() { return nil }
        presenter.finish(report)
        if report.run > 0 {
            finished[job.archive] = FinishedRun(planned: planned, report: report, totals: RunTotals(), log: "")
        }
        return report.exitCode
    }

    /// Gives the market that answers the night's oddities, and says of whom it lies about when the first trade was.
    private func prepare(_ faults: NightFaults) -> Set<String> {
        served.becomes(bars)
        guard faults.isLie || faults.mood == .rough else { return [] }
        var liars: Set<String> = []
        let days = BarsTruth(self).days
        for symbol in Self.symbols where faults.fate(of: "yahoo/v8/finance/chart/\(symbol)?") == .odd {
            let number = Int(faults.draw("odd " + symbol))
            let last = days.suffix(1 + number / 8 % 5)
            let inside = days[max(0, days.count - 1 - number / 64 % 30)]
            served.change(symbol) { stock in
                switch faults.isLie ? 5 : number % 5 {
                case 0: stock.missing.formUnion(days)
                case 1: stock.nulls.formUnion(last)
                case 2: stock.missing.formUnion(last)
                case 3: stock.nulls.insert(inside)
                case 5:
                    liars.insert(symbol)
                    stock.missing.formUnion(days.dropLast(3))
                    stock.firstTrade = days.suffix(3).first
                default:
                    // As of a company that took the name over; before anything is stored nobody can know better.
                    guard folder.exists(Self.file(symbol)), let first = last.first else {
                        return stock.missing.formUnion(last)
                    }
                    liars.insert(symbol)
                    stock.missing.formUnion(days.filter { $0 < first })
                    stock.firstTrade = first
                }
            }
        }
        return liars
    }

    // MARK: What is wanted

    static let symbols = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]

    static func file(_ symbol: String) -> String { "data/historical/equities/daily_bars/\(symbol).csv" }

    /// A line that was not refused is a wish, however it ended.
    private func note(_ line: ProofLine, isWhole: Bool) {
        let day = line.start.map(FakeMarket.day)
        if line.isOfBars {
            if line.command == .backfill { start = [start, day].compactMap { $0 }.min() }
            for symbol in line.symbols {
                wantedBars[symbol] = [wantedBars[symbol], day ?? wantedBars[symbol] ?? start].compactMap { $0 }.min()
            }
            if line.symbols.isEmpty, let day { wantedBars = wantedBars.mapValues { min($0, day) } }
        } else {
            wantedMarkets.formUnion(line.markets)
            if isWhole, line.command == .backfill, line.limit == "all" {
                wantedMarkets.formUnion(TradesTruth(self).open)
            }
        }
    }

    /// As if somebody had asked for it.
    func want(_ symbol: String, from day: String) { wantedBars[symbol] = FakeMarket.day(day) }

    // MARK: What is claimed

    /// One unit as `coverage --json --all` tells of it.
    struct Claim {
        struct Part {
            let state: String
            let first: String
            let last: String
        }

        let provider: String
        let unit: String
        let datasets: [String]
        let hasHole: Bool
        /// Whether it is up to date, as `coverage` says.
        let standing: String
        let parts: [Part]
    }

    static func code(_ body: () throws -> Void) -> Int32 {
        do {
            try body()
            return 0
        } catch {
            return (error as? CommandEnd)?.exitCode.number ?? RunFailure(error).exitCode.number
        }
    }

    /// Of a command that was told this.
    static func code<Command: TakesSettings>(
        of command: Command.Type, _ values: SettingValues, on host: PenstockCommand.Host
    ) -> Int32 {
        code {
            var command = Command(values)
            try PenstockCommand.Host.$current.withValue(host) { try command.run() }
        }
    }

    /// `coverage --prove --all --json`
    static func coverage(of providers: [String]) -> SettingValues {
        var values = SettingValues(environment: [:])
        values.name(providers)
        values.type(\.prove, true)
        values.type(\.every, true)
        values.type(\.json, true)
        return values
    }

    /// `coverage --prove` of providers that share an archive: whether it ends with 0, and what it says of each unit.
    func claims(_ providers: String) async throws -> (isProved: Bool, units: [Claim]) {
        let stage = stage()
        let coverage = Self.coverage(of: providers.split(separator: " ").map(String.init))
        let code = Self.code(of: PenstockCommand.Coverage.self, coverage, on: stage.host)
        guard code == 0 || code == 66 else { return (false, []) }
        let root = try #require(try JSONSerialization.jsonObject(with: Data(stage.output.utf8)) as? [String: Any])
        var units: [Claim] = []
        for provider in root["providers"] as? [[String: Any]] ?? [] {
            for unit in provider["units"] as? [[String: Any]] ?? [] {
                let parts = (unit["spans"] as? [[String: Any]] ?? []).map { part in
                    Claim.Part(
                        state: part["state"] as? String ?? "", first: part["first"] as? String ?? "",
                        last: part["last"] as? String ?? "")
                }
                units.append(
                    Claim(
                        provider: provider["provider"] as? String ?? "", unit: unit["unit"] as? String ?? "",
                        datasets: unit["datasets"] as? [String] ?? [], hasHole: unit["has_hole"] as? Bool ?? false,
                        standing: unit["standing"] as? String ?? "", parts: parts))
            }
        }
        return (code == 0, units)
    }

    /// What an archive's claims come to.
    struct Judgement {
        var isProved = false
        /// Units that are said to have no hole.
        var whole = 0
        /// What is claimed and is not so, in words. Empty: every claim holds.
        var wrong: [String] = []
    }

    func judgeBars() async throws -> Judgement {
        guard folder.exists("data/historical/archive.json") else { return Judgement() }
        let (isProved, units) = try await claims("equities")
        let wrong =
            BarsTruth(self).falseClaims(units, isProved: isProved) + BarsTruth(self).falseStandings(units)
            + (try await badAdvice())
            + (try views(of: "equities").disagreements)
        return Judgement(isProved: isProved, whole: units.count { !$0.hasHole }, wrong: wrong)
    }

    func judgeTrades() async throws -> Judgement {
        guard folder.exists("data/prediction_markets/archive.json") else { return Judgement() }
        let (isProved, units) = try await claims("polymarket kalshi")
        let wrong =
            TradesTruth(self).falseClaims(units, isProved: isProved) + TradesTruth(self).falseStandings(units)
            + (try views(of: "polymarket kalshi").disagreements)
        return Judgement(isProved: isProved, whole: units.count { !$0.hasHole }, wrong: wrong)
    }

    /// A file of the archives by column names; none where there is no file.
    func rows(_ path: String) -> [[String: String]] {
        guard let text = try? folder.text(path) else { return [] }
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }

    /// What is printed of runs and of the archive's state never says that rows are to be given up.
    private func badAdvice() async throws -> [String] {
        let stage = stage()
        var values = SettingValues(environment: [:])
        values.name(["equities"])
        _ = Self.code(of: Status.self, values, on: stage.host)
        defer { said = "" }
        return (said + stage.output + stage.error).split(separator: "\n").filter { line in
            line.contains("penstock forget")
                && Self.symbols.contains { line.contains($0) && rows(Self.file($0)).count > 0 }
        }.map { "bad advice: \($0)" }
    }
}
