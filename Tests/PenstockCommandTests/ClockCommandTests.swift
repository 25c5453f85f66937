import Foundation
import PluginTesting
import Tabular
import TestWorld
import Testing
import Upstream

@testable import PenstockCommand

/// A wrong clock as a person meets it: over folders of exchanges, whose `received` is the upstream's time, and over
/// HTTP with its `Date`.
@Suite("A wrong clock on the command line")
struct ClockCommandTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../fixtures/equities"
    )
    .standardizedFileURL.path
    private static let backfill =
        "backfill equities --symbols KESTL,OSIER --start-date 2025-01-02 --data-dir ar --replay \(fixtures)/backfill"
    private static let update = "update equities --data-dir ar --replay \(fixtures)/update"

    private func type(_ line: String, now: String? = nil, in folder: String) async -> (code: Int32, said: String) {
        let stage = CommandStage(now.map { ["PENSTOCK_NOW": $0] } ?? [:], directory: folder)
        let code = await stage.run(line)
        return (code, stage.output + stage.error)
    }

    @Test(
        "years or days ahead, or behind: 78, how to mend it, a row in the ledger; then nothing is lost",
        arguments: [
            ("2031-01-15T12:00:00Z", "1797 days ahead of"), ("2026-02-24T22:15:00Z", "12 days ahead of"),
            ("2026-02-10T22:15:00Z", "2 days behind"),
        ])
    func hopeless(_ now: String, _ words: String) async throws {
        let folder = try TemporaryFolder("clock")
        #expect(await type(Self.backfill, in: folder.path).code == 0)
        let before = try folder.text("ar/equities/daily_bars/KESTL.csv")
        let wrong = await type(Self.update + (now < "2026-02-11" ? " --force" : ""), now: now, in: folder.path)
        #expect(wrong.code == 78 && wrong.said.contains(words) && wrong.said.contains("timedatectl"), "\(wrong.said)")
        #expect(try folder.text("ar/equities/daily_bars/KESTL.csv") == before)
        #expect(try folder.text("ar/update_summary.csv").split(separator: "\n").count == 3)
        let runs = await type("runs --data-dir ar", in: folder.path)
        #expect(runs.said.contains("78"))
        let right = await type(Self.update, in: folder.path)
        #expect(right.code == 0 && !right.said.contains("host's clock"), "\(right.said)")
        #expect(try folder.text("ar/equities/daily_bars/KESTL.csv").contains("\n2026-02-12,"))
        let status = await type("status --data-dir ar", now: "2026-02-12T22:20:00Z", in: folder.path)
        #expect(status.code == 0 && status.said.contains("next due      2026-02-13T01:00:00Z"), "\(status.said)")
    }

    @Test("hours: the run goes by the upstreams' time and says so, also when it is quiet, in JSON and in its log")
    func hours() async throws {
        let words = "this host's clock is 5 h 0 min ahead of yahoo's; the run went by the upstreams' time"
        for flag in ["", " --quiet", " --json"] {
            let folder = try TemporaryFolder("clock")
            #expect(await type(Self.backfill, in: folder.path).code == 0)
            let night = await type(Self.update + flag, now: "2026-02-13T03:15:00Z", in: folder.path)
            #expect(night.code == 0)
            #expect(night.said.contains(flag == " --json" ? "\"clock_ahead_seconds\": 18000" : words), "\(night.said)")
            let logs = try folder.files(under: "logs").map { try folder.text("logs/\($0)") }
            #expect(logs.contains { $0.contains("5 h 0 min ahead of yahoo's") })
            let again = await type(Self.update, in: folder.path)
            #expect(again.said.contains("The next is due at 2026-02-13 01:00Z"), "\(again.said)")
        }
    }

    @Test("a dry run asks nobody, and a replay of old exchanges goes by its own time")
    func dryRun() async throws {
        let folder = try TemporaryFolder("clock")
        #expect(await type(Self.backfill, in: folder.path).code == 0)
        #expect(await type(Self.update + " --dry-run", now: "2031-01-15T12:00:00Z", in: folder.path).code == 0)
        #expect(await type(Self.update, in: folder.path).code == 0)
    }

    @Test("over HTTP the upstream's Date counts; a recording of such a run replays to the same archive")
    func live() async throws {
        let market = FakeMarket(now: "2024-11-25T22:00:00Z")
        market.list("AAPL", "MSFT")
        let folder = try TemporaryFolder("clock")
        try await FakeUpstream.serving(
            { request in
                let answer = market.answer(request.target)
                return .text(
                    answer.body, status: answer.status, type: answer.type,
                    headers: [("Date", HTTPDate.text(market.now))])
            },
            body: { (upstream) async throws -> Void in
                let line = "backfill equities --symbols AAPL,MSFT --start-date 2024-01-02 --rate-limit-delay 0"
                let flags = " --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base)"
                let hopeless = await type(line + flags + " --data-dir a", now: "2024-12-25T22:00:00Z", in: folder.path)
                #expect(hopeless.code == 78 && hopeless.said.contains("30 days ahead of"), "\(hopeless.said)")
                let wrong = await type(
                    line + flags + " --data-dir b --record tape", now: "2024-11-26T03:00:00Z", in: folder.path)
                #expect(wrong.code == 0 && wrong.said.contains(/5 h \d min ahead of/), "\(wrong.said)")
                // The fake's time stands still, the host's goes on: by seconds, or more where the machine is busy.
                let recorded = try folder.text("tape/exchanges.txt").prefix { $0 != "\n" }.dropFirst("now: ".count)
                let late = try #require(Instant(String(recorded))).seconds(since: market.now)
                #expect(late.magnitude < 300, "\(recorded)")
                let replayed = await type(line + " --data-dir c --replay tape", in: folder.path)
                #expect(replayed.code == 0 && !replayed.said.contains("host's clock"), "\(replayed.said)")
                let names = ["AAPL", "MSFT"].map { "equities/daily_bars/\($0).csv" }
                for name in names { #expect(try folder.text("b/\(name)") == folder.text("c/\(name)")) }
            })
    }

    /// A folder with an archive, and a job that tells a channel of its end.
    private func told(by upstream: FakeUpstream) async throws -> TemporaryFolder {
        let folder = try TemporaryFolder("clock")
        try folder.write(
            "penstock.yaml",
            """
            channels:
              hook: {type: webhook, url: "\(upstream.base)/hook"}
            jobs:
              nightly: {command: update, providers: equities, data-dir: ar, replay: \(Self.fixtures)/update, force: \
            true, alerts: [hook]}
            """)
        #expect(await type(Self.backfill, in: folder.path).code == 0)
        return folder
    }

    @Test("a clock that stays days ahead is one failure, however many days they are")
    func hopelessAlert() async throws {
        try await FakeUpstream.serving({ _ in .text("ok") }) { upstream in
            let folder = try await told(by: upstream)
            for now in ["2026-02-24T22:15:00Z", "2026-02-25T23:20:00Z", "2026-02-26T22:15:00Z"] {
                #expect(await type("run nightly --quiet", now: now, in: folder.path).code == 78)
            }
            #expect(upstream.requests.count == 1)
        }
    }

    @Test("a job's channels hear of a wrong clock once, although the run is well; and of the end of it")
    func alert() async throws {
        try await FakeUpstream.serving({ _ in .text("ok") }) { upstream in
            let folder = try await told(by: upstream)
            #expect(await type("run nightly --quiet", now: "2026-02-13T03:15:00Z", in: folder.path).code == 0)
            #expect(await type("run nightly --quiet", now: "2026-02-13T03:16:00Z", in: folder.path).code == 0)
            #expect(upstream.requests.count == 1)
            #expect(await type("run nightly --quiet", in: folder.path).code == 0)
            #expect(upstream.requests.count == 2)
        }
    }
}
