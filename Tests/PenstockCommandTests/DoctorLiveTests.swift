import Foundation
import Orchestrator
import PluginKit
import PluginTesting
import TestWorld
import Testing
import Upstream

@testable import PenstockCommand

/// What upstreams are met with: asked for by `doctor --live`, and told by a run's summary, its alert and the ledger in
/// the same words.
@Suite("Refusals are diagnosed", .timeLimit(.minutes(10)))
struct DoctorLiveTests {
    private static let clock = ["PENSTOCK_NOW": "2024-06-10T23:00:00Z"]

    private static func market() -> FakeMarket {
        let market = FakeMarket(now: "2024-06-10T23:00:00Z")
        let members = (0..<490).map { "S" + String(1000 + $0) }
        for symbol in members { market.list(symbol) }
        market.members(members)
        return market
    }

    /// The market's answers, or another one for charts.
    private static func answers(
        _ market: FakeMarket, charts: FakeAnswer? = nil, list: FakeAnswer? = nil
    ) -> @Sendable (FakeRequest) -> FakeAnswer {
        { request in
            if request.path.hasSuffix("constituents.csv") {
                if let list { return list }
            } else if let charts {
                return charts
            }
            let answer = market.answer(request.target)
            return .text(answer.body, status: answer.status, type: answer.type)
        }
    }

    private func doctor(_ line: String, _ folder: String) async -> (code: Int32, output: String) {
        let stage = CommandStage(Self.clock, directory: folder)
        let code = await stage.run(line)
        return (code, stage.output + stage.error)
    }

    @Test(
        """
        --live asks one real question of each upstream, of an archive that is not there yet too: a list, and a symbol \
        that it told of
        """
    )
    func well() async throws {
        let market = Self.market()
        try await FakeUpstream.serving(Self.answers(market)) { upstream in
            try await TemporaryFolder.with(["data/.keep": ""]) { folder in
                let (_, output) = await doctor(
                    "doctor equities --live --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base)", folder
                )
                #expect(
                    output.contains("ok       upstream yahoo  \(upstream.base) answers a real question (S"), "\(output)"
                )
                #expect(
                    output.contains("ok       upstream sp500  \(upstream.base) answers a real question ("), "\(output)")
                #expect(market.requests.count == 2, "\(market.requests)")
            }
        }
    }

    @Test("the addresses of the jobs are asked, with and without --live, and what is typed comes first (M12)")
    func addresses() async throws {
        try await FakeUpstream.serving(Self.answers(Self.market())) { mirror in
            try await FakeUpstream.serving(Self.answers(Self.market())) { typed in
                let file = """
                    defaults:
                      upstream: {yahoo: "\(mirror.base)", sp500: "\(mirror.base)"}
                    jobs:
                      nightly: {command: update, providers: equities}
                      hourly: {command: update, providers: equities}
                    """
                try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
                    let plain = await doctor("doctor", folder)
                    #expect(plain.output.contains("upstream yahoo  \(mirror.base) answers (404)"), "\(plain.output)")
                    #expect(plain.output.contains("upstream sp500  \(mirror.base) answers (404)"), "\(plain.output)")
                    #expect(!plain.output.contains("finance.yahoo.com"))
                    #expect(mirror.requests.count == 2, "each address once, whatever number of jobs use it")
                    let live = await doctor("doctor --live", folder)
                    #expect(
                        live.output.components(separatedBy: "\(mirror.base) answers a real question").count == 3,
                        "\(live.output)")
                    #expect(!live.output.contains("finance.yahoo.com"))
                    let given = await doctor("doctor --live --upstream yahoo=\(typed.base)", folder)
                    #expect(
                        given.output.contains("upstream yahoo  \(typed.base) answers a real question"),
                        "\(given.output)")
                    #expect(
                        given.output.contains("upstream sp500  \(mirror.base) answers a real question"),
                        "\(given.output)")
                    let place = await doctor("doctor equities --data-dir \(folder)/data/historical", folder)
                    #expect(place.output.contains("upstream yahoo  \(mirror.base) answers (404)"), "\(place.output)")
                }
            }
        }
    }

    private static let met: [(FakeAnswer, UpstreamDiagnosis.Kind, Int32)] = [
        (.tooManyRequests(retryAfter: "0"), .throttledAtFirst, 69), (.status(403), .refusedAtFirst, 69),
        (.consentPage, .page, 65),
        (.redirect(to: "https://consent.yahoo.test/"), .consent, 69),
        (.redirect(to: "https://portal.test/"), .moved, 69),
        (.json(#"{"error":"sorry"}"#), .errorText, 69), (.emptyBody, .empty, 69), (.status(500), .serverErrors, 69),
        (.json(#"{"chart":{"result":[],"error":null}}"#, headers: [("Age", "86400")]), .stale, 69),
        (.json(#"{"chart":{"result":[{"meta":1}],"error":null}}"#), .unreadable, 65),
    ]

    @Test("what it is met with has its words, cause and way out", arguments: met.indices)
    func unwell(_ index: Int) async throws {
        let (answer, kind, code) = Self.met[index]
        try await FakeUpstream.serving(Self.answers(Self.market(), charts: answer)) { upstream in
            let file = """
                jobs:
                  nightly: {command: update, providers: equities, symbols: S1000, upstream: {yahoo: \
                "\(upstream.base)", sp500: "\(upstream.base)"}}
                """
            try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
                let stage = CommandStage(Self.clock, directory: folder)
                let ended = await stage.run("doctor --live --json")
                let said = UpstreamDiagnosis(kind, upstream: "yahoo", host: String(upstream.base.dropFirst(7)))
                // There is no archive: 78 comes before both.
                #expect(ended == 78)
                #expect(stage.output.contains("\(upstream.base): \(said.met)"), "\(stage.output)")
                #expect(stage.output.contains(said.cause), "\(stage.output)")
                let backfill = "backfill equities --symbols S1000 --start-date 2024-06-03"
                let run = CommandStage(Self.clock, directory: folder)
                let line = " --rate-limit-delay 0 --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base)"
                #expect(await run.run(backfill + line) == code, "\(run.output)\(run.error)")
                #expect(
                    run.output.contains(said.met) && run.output.contains("; \(said.cause); \(said.wayOut.prefix(30))"),
                    "\(run.output)")
                let shown = CommandStage(Self.clock, directory: folder)
                #expect(await shown.run("runs show 1") == 0, "\(shown.error)")
                #expect(shown.output.contains(said.met) && shown.output.contains(said.wayOut), "\(shown.output)")
            }
        }
    }

    @Test("a quiet run and an alert have the same words, and the way out is what they say to do")
    func told() async throws {
        try await FakeUpstream.serving(Self.answers(Self.market(), charts: .status(403))) { upstream in
            try await FakeUpstream.serving({ _ in .text("ok") }) { hook in
                let file = """
                    channels:
                      hook: {type: webhook, url: "\(hook.base)/hook"}
                    jobs:
                      first:
                        command: backfill
                        providers: equities
                        symbols: [S1000, S1001]
                        start-date: 2024-06-03
                        upstream: {yahoo: "\(upstream.base)", sp500: "\(upstream.base)"}
                        alerts: [hook]
                    """
                try await TemporaryFolder.with(["penstock.yaml": file]) { folder in
                    let stage = CommandStage(Self.clock, directory: folder)
                    #expect(await stage.run("run first --quiet") == 69)
                    let said = UpstreamDiagnosis(
                        .refusedAtFirst, upstream: "yahoo", host: String(upstream.base.dropFirst(7)))
                    let sent = String(decoding: hook.requests.first?.body ?? [], as: UTF8.self)
                    for text in [stage.error, sent] {
                        #expect(text.contains(said.met) && text.contains(said.cause), "\(text)")
                        #expect(text.contains("yahoo: \(said.wayOut)"), "\(text)")
                    }
                }
            }
        }
    }

    @Test("--live and --offline cannot be had together")
    func contradiction() async throws {
        let stage = CommandStage()
        #expect(await stage.run("doctor --live --offline") == 64)
    }

    @Test(
        """
        without --live too the other host is asked where a run would ask it, and a host that answers is all there is \
        to say of it
        """
    )
    func otherHost() async throws {
        let stage = CommandStage(directory: "/work")
        let examination = UpstreamExamination(host: stage.host, isLive: false)
        try await FakeUpstream.serving({ _ in .text("no", status: 404) }) { upstream in
            func look(_ base: String, _ other: String?) async -> Diagnosis {
                let transport = LiveTransport(connectTimeout: 5, environment: [:])
                var readings: [ClockReading] = []
                let found = await examination.look(
                    UpstreamDeclaration("fake", base: base, otherBase: other, delay: 0), transport, &readings)
                await transport.shutdown()
                return found
            }
            let moved = await look("http://127.0.0.1:1", upstream.base)
            #expect(
                moved.state == .warning
                    && moved.detail.contains("\(upstream.base) answers (404), and is asked in its place"), "\(moved)")
            #expect(moved.fix.contains("--upstream fake=\(upstream.base)"))
            // An answer, whatever it says, is none to go elsewhere for; without another host, or where that is no
            // better, it is a fault.
            #expect(await look(upstream.base, "http://127.0.0.1:1").detail.hasSuffix("answers (404)"))
            for other in [nil, "http://127.0.0.1:2"] {
                #expect(await look("http://127.0.0.1:1", other).exitCode == .unavailable)
            }
            #expect(upstream.requests.count == 2)
        }
    }

    @Test("Yahoo has another host; the others have none")
    func hosts() {
        let declarations = Host.current.registry.providers.flatMap(\.manifest.upstreams)
        #expect(declarations.filter { $0.otherBase != nil }.map(\.name) == ["yahoo"])
        #expect(declarations.first { $0.name == "yahoo" }?.otherBase == "https://query1.finance.yahoo.com")
    }
}
