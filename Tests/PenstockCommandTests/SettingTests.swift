import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing
import Upstream

@testable import PenstockCommand

/// Settings from flags, variables and defaults: which goes first, and what is refused.
@Suite("Settings: a flag, then PENSTOCK_*, then copilot_quant's variables, then the default")
struct SettingTests {
    static let line = "backfill equities --start-date 2020-01-01"

    @Test("defaults")
    func defaults() async throws {
        let planned = try #require(try await CommandStage().jobs(Self.line).first)
        #expect(planned.job.name == "backfill equities")
        #expect(planned.job.archive == "/work/data/historical")
        #expect(planned.logDirectory == "/work/data/logs")
        #expect(planned.job.sinks == [])
        #expect(planned.job.selection.start == Day("2020-01-01") && planned.job.selection.end == nil)
        #expect(
            planned.job.options.resumes && !planned.job.options.failsFast && planned.job.options.fillsGaps
                && !planned.job.options.isStrict)
        #expect(planned.job.options.threshold.bytes == 64 << 20)
        #expect(planned.upstreams == UpstreamSettings())
        #expect(planned.logStem == "backfill_equities")
    }

    @Test("copilot_quant's variables are read, PENSTOCK_* wins over them, a flag over both; an empty one is none")
    func precedence() async throws {
        var environment = [
            "COPILOT_QUANT_DATA_DIR": "/old/data", "COPILOT_QUANT_LOG_DIR": "/old/logs", "COPILOT_QUANT_STORAGE": "csv",
            "COPILOT_QUANT_RATE_LIMIT": "0.25",
        ]
        var planned = try #require(try await CommandStage(environment).jobs(Self.line).first)
        #expect(
            planned.job.archive == "/old/data" && planned.logDirectory == "/old/logs" && planned.job.sinks == ["csv"])
        #expect(planned.upstreams.delay == 0.25)

        environment.merge(["PENSTOCK_DATA_DIR": "new", "PENSTOCK_LOG_DIR": "", "PENSTOCK_RATE_LIMIT_DELAY": "1.5"]) {
            $1
        }
        planned = try #require(try await CommandStage(environment).jobs(Self.line).first)
        #expect(
            planned.job.archive == "/work/new" && planned.logDirectory == "/old/logs" && planned.upstreams.delay == 1.5)

        planned = try #require(
            try await CommandStage(environment).jobs(
                Self.line + " --base-path ../flag/./x/ --log-dir /l --rate-limit-delay yahoo=0.02"
            ).first)
        #expect(planned.job.archive == "/flag/x" && planned.logDirectory == "/l")
        #expect(planned.upstreams.delay == nil && planned.upstreams.delays == ["yahoo": 0.02])
    }

    @Test("a wrong variable is refused under its own name")
    func wrongVariable() async throws {
        for (name, value) in [
            ("COPILOT_QUANT_STORAGE", "sqlit"), ("PENSTOCK_CONCURRENCY", "x"), ("PENSTOCK_PRICE_TEXT", "x"),
            ("PENSTOCK_UPSTREAM_YAHO", "http://a"), ("PENSTOCK_COMMIT_BYTES", "-1"),
            ("PENSTOCK_COMMIT_SECONDS", "soon"),
        ] {
            let stage = CommandStage([name: value])
            #expect(await stage.run(Self.line) == 64)
            #expect(stage.error.contains(name), "\(stage.error)")
        }
    }

    @Test("every flag of copilot_quant's two equity scripts is understood")
    func briefFlags() async throws {
        let backfill = try #require(
            try await CommandStage().jobs(
                """
                backfill equities --start-date 2020-01-01 --end-date 2020-12-31 --symbols aapl,BRK-B,aapl --storage \
                csv --data-dir d --continue-on-error --resume --rate-limit-delay 0.5 --log-dir l --verbose
                """
            ).first)
        #expect(backfill.job.selection.names == ["aapl", "BRK-B"] && backfill.job.selection.end == Day("2020-12-31"))
        let update = try #require(
            try await CommandStage().jobs(
                """
                update equities --symbols AAPL --storage csv --data-dir d --force --max-age-days 3 --no-fill-gaps \
                --fail-fast --strict --rate-limit-delay 0.5 --log-dir l --verbose --wait-lock 2.5 --concurrency 8 \
                --user-agent me
                """
            ).first)
        #expect(update.job.options.isForced && update.job.options.maximumAgeDays == 3 && !update.job.options.fillsGaps)
        #expect(
            update.job.options.failsFast && update.job.options.isStrict && update.job.options.lockWait == 2.5
                && update.job.options.concurrency == 8)
        #expect(update.upstreams.userAgent == "me" && update.upstreams.concurrency == 8)
    }

    @Test("a storage that is named twice is meant once, in the order in which they were named")
    func storageTwice() async throws {
        let jobs = try await CommandStage().jobs(
            "backfill equities --start-date 2020-01-01 --storage sqlite,csv,sqlite")
        #expect(jobs.map(\.job.sinks) == [["sqlite", "csv"]])
    }

    @Test("--no-resume, --provider, --upstream and the testers' variables")
    func others() async throws {
        let stage = CommandStage([
            "PENSTOCK_COMMIT_BYTES": "4096", "PENSTOCK_COMMIT_SECONDS": "0.5",
            "PENSTOCK_UPSTREAM_SP500": "http://127.0.0.1:2",
        ])
        let planned = try #require(
            try await stage.jobs(
                "backfill --provider equities --no-resume --start-date 2020-01-01 --upstream yahoo=http://127.0.0.1:1"
            )
            .first)
        #expect(!planned.job.options.resumes)
        #expect(planned.job.options.threshold == CommitThreshold(bytes: 4096, seconds: 0.5))
        #expect(planned.upstreams.bases == ["yahoo": "http://127.0.0.1:1", "sp500": "http://127.0.0.1:2"])
    }

    @Test("providers whose default archives differ make a job each; --data-dir puts them into one")
    func archives() async throws {
        let catalog = CommandStage().host.registry
        let registry = Registry(providers: catalog.providers + [ProviderPlugin(FakeVenue.self)], sinks: catalog.sinks)
        let stage = CommandStage(["COPILOT_QUANT_DATA_DIR": "/old"], registry: registry)
        var jobs = try await stage.jobs("update equities venue")
        #expect(jobs.map(\.job.archive) == ["/old", "/work/data/prediction_markets"])
        #expect(jobs.map(\.job.name) == ["update equities", "update venue"])
        // Each archive has a variable of its own, which goes before the one for all, and that before
        // copilot_quant's.
        let named = [
            "COPILOT_QUANT_DATA_DIR": "/old", "PENSTOCK_DATA_DIR": "/common",
            "PENSTOCK_PREDICTION_MARKETS_DATA_DIR": "/pm",
        ]
        #expect(
            try await CommandStage(named, registry: registry).jobs("update equities venue").map(\.job.archive) == [
                "/common", "/pm",
            ])
        let own = named.merging(["PENSTOCK_EQUITIES_DATA_DIR": "/eq"]) { $1 }
        #expect(
            try await CommandStage(own, registry: registry).jobs("update equities venue").map(\.job.archive) == [
                "/eq", "/pm",
            ])
        jobs = try await stage.jobs("update equities venue --data-dir all")
        #expect(jobs.map(\.job.archive) == ["/work/all"] && jobs.map(\.logStem) == ["update_equities+venue"])
        #expect(jobs.first?.noun.plural == "units")
    }

    @Test("a file of symbols: one a line, or the column Symbol, whatever its place")
    func symbolFile() async throws {
        #expect(
            try SymbolFile.names(in: Array("# mine\nAAPL\r\n\n BRK.B , MSFT\n".utf8), path: "f") == [
                "AAPL", "BRK.B", "MSFT",
            ])
        #expect(
            try SymbolFile.names(
                in: Array("\u{FEFF}Name,Symbol\n\"Apple, Inc.\",AAPL\nBerkshire,BRK.B\n".utf8), path: "f") == [
                    "AAPL", "BRK.B",
                ])
        let folder = try TemporaryFolder()
        try Data("AAPL\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/list.txt"))
        let planned = try #require(
            try await CommandStage(directory: folder.path).jobs(
                "backfill equities --start-date 2020-01-01 --symbols MSFT --symbols-file list.txt"
            )
            .first)
        #expect(planned.job.selection.names == ["MSFT", "AAPL"])
    }
}

/// A provider whose default archive is another one than that of equities.
private struct FakeVenue: Provider {
    enum Unit: Hashable, Codable, Sendable {
        case trades(String)
    }

    static let manifest = ProviderManifest(
        name: "venue", summary: "A venue for tests", noun: ProviderManifest.Noun("market", "markets"), datasets: [],
        upstreams: [UpstreamDeclaration("venue", base: "http://127.0.0.1:1", delay: 0.1)],
        defaultArchive: "data/prediction_markets",
        archiveName: "prediction-markets")

    init(options: NoOptions) {}

    func roots(for selection: Selection) throws -> [Unit] { selection.names.map(Unit.trades) }
    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation { .once }
    func request(for fetch: Fetch<FakeVenue>) throws -> Request { Request("venue", path: "/") }
    func read(_ response: Response, for fetch: Fetch<FakeVenue>, into page: inout Page<FakeVenue>) throws {}
}
