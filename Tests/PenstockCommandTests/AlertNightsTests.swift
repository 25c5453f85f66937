import Foundation
import PluginTesting
import Tabular
import TestWorld
import Testing

@testable import PenstockCommand

/// Nights of one job with a web hook and a ping: what its owner is told, held against what the market did.
@Suite("Alerts over nights")
struct AlertNightsTests {
    /// A market, a jobs file, and what its channels heard.
    private struct AlertDesk {
        let folder: TemporaryFolder
        let market: FakeMarket
        let upstream: FakeUpstream
        let heard: () -> [FakeRequest]

        static func opened(_ body: (AlertDesk) async throws -> Void) async throws {
            let market = FakeMarket(now: "2024-11-18T22:00:00Z")
            market.list("KO", "AAPL", "MSFT")
            let folder = try TemporaryFolder("alerts")
            try await FakeUpstream.serving(
                { request in
                    guard !request.target.hasPrefix("/hook"), !request.target.hasPrefix("/check") else {
                        return .text("ok")
                    }
                    let answer = market.answer(request.target)
                    return .text(answer.body, status: answer.status, type: answer.type)
                },
                body: { upstream in
                    let bars =
                        """
                        providers: equities, upstream: {yahoo: "\(upstream.base)", sp500: "\(upstream.base)"}, \
                        rate-limit-delay: 0
                        """
                    try folder.write(
                        "penstock.yaml",
                        """
                        channels:
                          hook: {type: webhook, url: "\(upstream.base)/hook"}
                          check: {type: ping, url: "\(upstream.base)/check"}
                        jobs:
                          first: {command: backfill, symbols: [KO, AAPL, MSFT], start-date: 2024-10-01, \(bars)}
                          nightly:
                            {command: update, \(bars), schedule: "0 6 * * 2-6", time-zone: America/New_York, alerts: \
                        [hook, check]}
                          look: {command: status, providers: equities, alerts: {to: [hook], on: [staleness, recovery]}}
                        """)
                    let desk = AlertDesk(
                        folder: folder, market: market, upstream: upstream, heard: { upstream.requests })
                    _ = try await desk.run("first", at: "2024-11-18T22:00:00Z")
                    try await body(desk)
                })
        }

        /// Exit code, what the hook was told, and the last ping.
        func run(_ job: String, at now: String, jobs: String = "penstock.yaml") async throws -> (
            code: Int32, told: [String], ping: String?
        ) {
            market.move(to: now)
            let before = upstream.requests.count
            let stage = CommandStage(["PENSTOCK_NOW": now], directory: folder.path)
            let code = await stage.run("run \(job) --quiet --jobs \(jobs)")
            let requests = upstream.requests.dropFirst(before)
            let told = try requests.filter { $0.target == "/hook" }.map { request in
                let message = try Self.message(request)
                return String(
                    (message["subject"] as? String ?? "?").replacing("[penstock] ", with: "").split(separator: " on ")[
                        0])
            }
            return (code, told, requests.last { $0.target.hasPrefix("/check") }?.target)
        }

        func lastMessage() throws -> [String: Any] {
            try Self.message(try #require(upstream.requests.last { $0.target == "/hook" }))
        }

        private static func message(_ request: FakeRequest) throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any] ?? [:]
        }
    }

    private static let gone = (status: 410, body: "gone")
    private static let unknown = (status: 404, body: FakeMarket.unknown)

    @Test(
        """
        one symbol is delisted, one has a null bar, then nothing answers: each begins once and ends once, and what \
        ends is told beside it
        """
    )
    func nights() async throws {
        try await AlertDesk.opened { desk in
            func night(_ day: String, _ code: Int32, _ told: [String]) async throws {
                let night = try await desk.run("nightly", at: "\(day)T22:00:00Z")
                #expect(night.code == code && night.told == told, "\(day): \(night)")
                #expect(
                    night.ping == (code == 0 || code == 10 ? "/check" : "/check/\(code)"),
                    "\(day): a remark is no failure")
            }
            try await night("2024-11-19", 0, [])
            desk.market.change("MSFT") { $0.refusal = Self.unknown }
            try await night("2024-11-20", 10, ["nightly: MSFT failed"])
            desk.market.change("KO") { $0.nulls = [FakeMarket.day("2024-11-21")] }
            try await night("2024-11-21", 10, ["nightly: KO is incomplete"])
            var message = try desk.lastMessage()
            #expect(message["level"] as? String == "remark" && message["kind"] as? String == "remark")
            #expect(message["failure_count"] as? Int == 1 && message["standing_count"] as? Int == 1)
            #expect(
                message["time"] as? String == "2024-11-21T22:00:00Z"
                    || (message["time"] as? String)?.hasPrefix("2024-11-21T22:0") == true)
            #expect((message["body"] as? String)?.contains("at 2024-11-21 17:0") == true, "the job's zone: \(message)")
            #expect((message["body"] as? String)?.contains("New York (22:0") == true)

            for symbol in ["KO", "AAPL", "MSFT"] { desk.market.change(symbol) { $0.refusal = Self.gone } }
            try await night("2024-11-22", 69, ["nightly failed"])
            message = try desk.lastMessage()
            #expect(message["level"] as? String == "failure" && message["failure_count"] as? Int == 3)
            // The same outage, of which other questions ran into other things.
            desk.market.change("AAPL") { $0.refusal = (451, "no") }
            try await night("2024-11-25", 69, [])
            try await night("2024-11-26", 69, [])
            for symbol in ["KO", "AAPL"] { desk.market.change(symbol) { $0.refusal = nil } }
            desk.market.change("MSFT") { $0.refusal = Self.unknown }
            try await night("2024-11-27", 0, ["nightly: 3 symbols are well again"])
            message = try desk.lastMessage()
            #expect((message["since"] as? String)?.hasPrefix("2024-11-22T22:0") == true)
            #expect((message["body"] as? String)?.contains("Not over: 2 units") == true, "\(message["body"] ?? "")")

            // The same kind of failure of another unit, while the delisted one goes on.
            desk.market.change("KO") { $0.refusal = Self.gone }
            try await night("2024-11-29", 10, ["nightly: KO failed"])
            desk.market.change("KO") {
                $0.refusal = nil
                $0.nulls = []
            }
            // It answers again, and the null bar is there now.
            let night = try await desk.run("nightly", at: "2024-12-02T22:00:00Z")
            #expect(night.told == ["nightly: KO is well again"], "\(night)")
        }
    }

    @Test("a row that is set aside is one message, and not told again while it is")
    func quarantine() async throws {
        try await AlertDesk.opened { desk in
            desk.market.change("KO") { $0.closes[FakeMarket.day("2024-11-19")] = -5 }
            let first = try await desk.run("nightly", at: "2024-11-19T22:00:00Z")
            #expect(first.code == 10 && first.told == ["nightly set 1 row aside"] && first.ping == "/check", "\(first)")
            let message = try desk.lastMessage()
            #expect(
                message["quarantined"] as? Int == 1 && message["failure_count"] as? Int == 1
                    && message["level"] as? String == "remark")
            let second = try await desk.run("nightly", at: "2024-11-20T22:00:00Z")
            #expect(second.told == [], "\(second)")
        }
    }

    @Test(
        """
        404 for all is an outage: told once, no recovery while nothing succeeds, and none by a run that asks for nothing
        """
    )
    func wave() async throws {
        try await AlertDesk.opened { desk in
            #expect(try await desk.run("nightly", at: "2024-11-19T22:00:00Z").told == [])
            for symbol in ["KO", "AAPL", "MSFT"] { desk.market.change(symbol) { $0.refusal = Self.unknown } }
            let first = try await desk.run("nightly", at: "2024-11-20T22:00:00Z")
            #expect(first.code == 69 && first.told == ["nightly failed"], "\(first)")
            for day in ["21", "22", "25", "26"] {
                let night = try await desk.run("nightly", at: "2024-11-\(day)T22:00:00Z")
                #expect(night.code == 69 && night.told == [] && night.ping == "/check/69", "\(day): \(night)")
            }
            #expect(try await desk.run("nightly", at: "2024-11-27T22:00:00Z").told == ["nightly still fails"])
            #expect((try desk.lastMessage()["since"] as? String)?.hasPrefix("2024-11-20T22:0") == true)
            for symbol in ["KO", "AAPL", "MSFT"] { desk.market.change(symbol) { $0.refusal = nil } }
            #expect(try await desk.run("nightly", at: "2024-11-29T22:00:00Z").told == ["nightly works again"])
            #expect(try await desk.run("nightly", at: "2024-11-29T23:00:00Z").told == [])
        }
    }

    @Test("jobs of one name in two files with one directory of logs: what one was told is not over by the other")
    func twoFiles() async throws {
        try await AlertDesk.opened { desk in
            desk.market.list("GOOG")
            let bars =
                """
                providers: equities, upstream: {yahoo: "\(desk.upstream.base)", sp500: "\(desk.upstream.base)"}, \
                rate-limit-delay: 0, data-dir: other, log-dir: data/logs
                """
            try desk.folder.write(
                "other.yaml",
                """
                channels: {hook: {type: webhook, url: "\(desk.upstream.base)/hook"}}
                jobs:
                  first: {command: backfill, symbols: [GOOG], start-date: 2024-10-01, \(bars)}
                  nightly: {command: update, \(bars), alerts: [hook]}
                """)
            #expect(try await desk.run("first", at: "2024-11-18T22:00:00Z", jobs: "other.yaml").code == 0)
            #expect(try await desk.run("nightly", at: "2024-11-19T22:00:00Z").told == [])
            for symbol in ["KO", "AAPL", "MSFT"] { desk.market.change(symbol) { $0.refusal = Self.unknown } }
            #expect(try await desk.run("nightly", at: "2024-11-20T22:00:00Z").told == ["nightly failed"])
            let other = try await desk.run("nightly", at: "2024-11-20T23:00:00Z", jobs: "other.yaml")
            #expect(other.code == 0 && other.told == [], "\(other)")
            #expect(try await desk.run("nightly", at: "2024-11-21T22:00:00Z").told == [])
            for symbol in ["KO", "AAPL", "MSFT"] { desk.market.change(symbol) { $0.refusal = nil } }
            #expect(try await desk.run("nightly", at: "2024-11-22T22:00:00Z").told == ["nightly works again"])
            func states() -> [String] {
                desk.folder.files(under: "data/logs").filter { $0.hasSuffix(".state") }.sorted()
            }
            let both = states()
            #expect(both.count == 2 && both.first == "alerts_nightly.state", "\(both)")

            // A file that was renamed goes on with what it remembers.
            for symbol in ["KO", "AAPL", "MSFT"] { desk.market.change(symbol) { $0.refusal = Self.unknown } }
            #expect(try await desk.run("nightly", at: "2024-11-25T22:00:00Z").told == ["nightly failed"])
            try FileManager.default.moveItem(
                atPath: "\(desk.folder.path)/penstock.yaml", toPath: "\(desk.folder.path)/market.yaml")
            #expect(try await desk.run("nightly", at: "2024-11-26T22:00:00Z", jobs: "market.yaml").told == [])
            #expect(states() == both)
        }
    }

    @Test(
        """
        an upgrade: a state of version 1 is carried over, and nothing is told twice; one that is damaged is told and \
        set aside
        """
    )
    func upgrade() async throws {
        try await AlertDesk.opened { desk in
            desk.market.change("MSFT") { $0.refusal = Self.unknown }
            desk.market.change("KO") { $0.nulls = [FakeMarket.day("2024-11-19")] }
            #expect(try await desk.run("nightly", at: "2024-11-19T22:00:00Z").told == ["nightly: MSFT failed"])
            let state = "data/logs/alerts_nightly.state"
            // Version 1 had forgotten the gap when it told of something else.
            try desk.folder.write(
                state,
                """
                version=1
                failure.since=1732053600
                failure.code=10
                failure.reasons=\(Self.digest("MSFT unknown_symbol"))
                failure.told=1732053600
                failure.was-told=1

                """)
            #expect(try await desk.run("nightly", at: "2024-11-20T22:00:00Z").told == [])
            #expect(try desk.folder.text(state).hasPrefix("version=2\n"))
            desk.market.change("MSFT") { $0.refusal = nil }
            #expect(try await desk.run("nightly", at: "2024-11-21T22:00:00Z").told == ["nightly: MSFT is well again"])

            try desk.folder.write(state, "version=2\nnonsense\n")
            let stage = CommandStage(["PENSTOCK_NOW": "2024-11-22T22:00:00Z"], directory: desk.folder.path)
            desk.market.move(to: "2024-11-22T22:00:00Z")
            let before = desk.heard().count { $0.target == "/hook" }
            _ = await stage.run("run nightly --quiet")
            // Not only the log and standard error: whoever is told by a channel hears that what was told before is
            // forgotten.
            #expect(desk.heard().count { $0.target == "/hook" } == before + 1)
            let message = try desk.lastMessage()
            #expect(
                "\(message)".contains("the record of earlier alerts") && "\(message)".contains("is begun anew"),
                "\(message)")
            #expect(
                stage.error.contains("alerts_nightly.state is begun anew") && stage.error.contains("It is kept as "))
            #expect(try desk.folder.text(state + ".damaged") == "version=2\nnonsense\n")
            #expect(try desk.folder.text(state).hasPrefix("version=2\n"))
            #expect(
                try await desk.run("nightly", at: "2024-11-25T22:00:00Z").told == [],
                "it is read again, and nobody has to hear of that")
            #expect(try !desk.folder.text(state).contains("lost_state"))
        }
    }

    /// As version 1 named a unit and its reason.
    private static func digest(_ text: String) -> String {
        String(text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 16)
    }
}
