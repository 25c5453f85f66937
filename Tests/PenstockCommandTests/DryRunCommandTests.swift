import Foundation
import Orchestrator
import PluginKit
import PluginTesting
import Tabular
import TestWorld
import Testing

@testable import PenstockCommand

/// What a person is told before a backfill, over loopback HTTP.
@Suite("A dry run: numbers before a backfill")
struct DryRunCommandTests {
    private static let clock = VenueWorld.firstNight

    private func with(
        _ venues: FakeVenues,
        _ body: (_ run: (_ line: String, _ code: Int32) async throws -> String, _ folder: String) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let temporary = folder + "/tmp"
            try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
            try await FakeUpstream.serving(
                { request in
                    let answer = venues.answer(request.target)
                    return .text(answer.body, status: answer.status, type: answer.type)
                },
                body: { upstream in
                    let hosts = [
                        "gamma", "clob", "polymarket-data", "polymarket-data-v1", "kalshi", "kalshi-historical",
                    ]
                    let flags =
                        hosts.map { " --upstream \($0)=\(upstream.base)/\($0)" }.joined() + " --rate-limit-delay 0"
                    try await body(
                        { line, code in
                            let stage = CommandStage(
                                ["PENSTOCK_NOW": Self.clock, "TMPDIR": temporary], directory: folder)
                            let ended = await stage.run(line + flags)
                            #expect(ended == code, "\(line): \(stage.output)\(stage.error)")
                            return stage.output + stage.error
                        }, folder)
                })
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: temporary) == [], "what was read is thrown away")
        }
    }

    @Test(
        """
        --dry-run asks nothing and says that the list is not known; --read-lists reads it, says rows and sizes, and \
        leaves nothing
        """
    )
    func markets() async throws {
        let venues = FakeVenues(.small, now: Self.clock)
        try await with(venues) { run, folder in
            let line = "backfill polymarket kalshi --limit all --status all --dry-run"
            let nothing = try await run(line, 0)
            #expect(venues.requests.isEmpty)
            #expect(
                nothing.contains(
                    """
                    would read the list of markets, and then follow all markets that it tells of and that are meant: \
                    for the list about
                    """
                ))
            #expect(nothing.contains("The list of markets is not known"))
            #expect(nothing.contains("Nothing was asked.") && nothing.contains("--dry-run --read-lists"))
            #expect(!nothing.contains("It would store"))
            let read = try await run(line + " --read-lists", 0)
            #expect(!venues.requests.isEmpty)
            #expect(!venues.requests.contains { ["trades", "history", "candle"].contains(where: $0.target.contains) })
            #expect(read.contains("It would store about") && read.contains("prices ") && read.contains(" as csv"))
            #expect(read.contains("The lists were read for this:") && read.contains("nothing of it is kept."))
            #expect(!read.contains("Nothing was asked."))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["tmp"])
            let minutes = "backfill polymarket --limit 2 --status all --dry-run --read-lists --json"
            #expect(try await run(minutes, 0).contains("\"smaller_with\": []"))
            let json = try await run("backfill polymarket --limit 2 --dry-run --read-lists --json", 0)
            #expect(json.contains("\"new_subjects\": 2") && json.contains("\"prices\": "))
        }
    }

    @Test("a list that cannot be read ends it with 69, and leaves nothing; --read-lists without --dry-run is refused")
    func refused() async throws {
        let venues = FakeVenues(.small, now: Self.clock)
        venues.trouble("gamma") { $0.answersAlways = (400, "application/json", "{}") }
        try await with(venues) { run, folder in
            let text = try await run("backfill polymarket --dry-run --read-lists", 69)
            #expect(text.contains("A list cannot be read"), "\(text)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["tmp"])
            #expect(try await run("backfill polymarket --read-lists", 64).contains("--read-lists belongs to --dry-run"))
        }
    }

    @Test(
        """
        above ten million rows or a gigabyte the flags are named that make it smaller, those that are not set yet; \
        below none is
        """
    )
    func much() throws {
        let planned = try Runs.planned()
        let manifest = try #require(
            Host.current.registry.providers.first { $0.manifest.name == "polymarket" }?.manifest)
        var estimate = PlanEstimate()
        estimate.units = 300
        estimate.newSubjects = 100
        estimate.requests = 5_210
        estimate.bytes = 1_600_000_000
        estimate.leastSeconds = 540
        estimate.sinks = ["csv", "sqlite"]
        estimate.listsRead = Runs.instant("2026-11-28T04:13:37Z")
        func text(_ rows: Int, _ smaller: [String]) -> String {
            estimate.storage.rows = ["prices": rows, "trades": 123_456]
            estimate.storage.bytes = rows * 40
            return EstimatePage(
                facts: EstimateFacts(
                    planned: planned, provider: manifest, estimate: estimate, shares: ["csv": 1, "sqlite": 1.5],
                    smaller: smaller)
            ).text
        }
        let large = text(40_112_345, ["--fidelity 1440"])
        #expect(large.contains("That is much. Less is stored with: --fidelity 1440, --limit, --datasets."))
        #expect(!text(9_000_000, []).contains("That is much"))
        #expect(text(17_000_000, []).contains("That is much. Less is stored with: --limit, --datasets."))
        #expect(text(9_800_000, []).contains("That is much") == false)
        estimate.sinks = ["csv.gz"]
        expectScreen(large + "\n\n" + text(9_000_000, []), "dry-run-much")
    }
}
