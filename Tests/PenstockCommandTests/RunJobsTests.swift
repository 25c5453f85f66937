import Foundation
import Tabular
import TestGolden
import TestWorld
import Testing

@testable import PenstockCommand

/// `penstock run`: jobs of the file one after the other, with their metrics, logs and codes.
@Suite("penstock run")
struct RunJobsTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../fixtures/equities"
    )
    .standardizedFileURL.path

    private static let file = """
        defaults:
          keep-logs: 30
        jobs:
          first:
            command: backfill
            providers: equities
            symbols: [KESTL, WICKR]
            start-date: 2025-01-02
            replay: \(fixtures)/backfill
          nightly:
            command: update
            providers: equities
            replay: \(fixtures)/update
            metrics-file: metrics/penstock.prom
            log-format: json
          watch:
            command: status
            providers: equities
          lost:
            command: update
            providers: equities
            data-dir: nowhere
        """

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test(
        """
        jobs run one after the other under their own names, one failure does not stop the others, and the worst code \
        counts
        """
    )
    func several() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("run --all --quiet") == 78)
            // A known failure is none, so a quiet night says of it nothing; what failed says what, why and what to do.
            let said = stage.error.replacingOccurrences(of: folder, with: "/work")
            #expect(stage.output.hasPrefix("equities: STALE"))
            expectScreen(said.replacing(/_\d{8}_\d{6}/, with: "_STAMP"), "run-all-quiet")
            #expect(said.split(separator: "\n").count < 20)
            let ledger = try text("\(folder)/data/historical/update_summary.csv")
            #expect(
                ledger.split(separator: "\n").dropFirst().map {
                    $0.split(separator: ",", omittingEmptySubsequences: false)[11]
                } == [
                    "first", "nightly",
                ])
        }
    }

    @Test("a successful quiet job prints nothing; metrics, JSON logs and old logs are as its keys say")
    func quiet() async throws {
        let old = "data/logs/update_equities_20200101_060000.log"
        let others = [
            "data/logs/notes.log", "data/logs/update_equities_latest.log", "data/logs/cron-nightly-2020-01.log",
        ]
        let files = Dictionary(
            uniqueKeysWithValues: (others + [old]).map { ($0, "x\n") } + [("penstock.yaml", Self.file)])
        try await TemporaryFolder.with(files) { folder in
            #expect(await CommandStage(directory: folder).run("run first --quiet") == 10)
            let stage = CommandStage(directory: folder)
            #expect(await stage.run("run nightly --quiet") == 0)
            #expect(stage.error.isEmpty && stage.output.isEmpty)
            let metrics = try text("\(folder)/metrics/penstock.prom").replacingOccurrences(of: folder, with: "/work")
            expectGolden(metrics.replacing(/(duration_seconds.*\} ).*/) { "\($0.1)N" }, "metrics")
            let logs = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/data/logs").sorted()
            #expect(logs.filter { $0.contains("2020") } == [])
            #expect(logs.contains("notes.log") && logs.contains("update_equities_latest.log"))
            let log = try #require(logs.first { $0.hasPrefix("update_equities_2") })
            for line in try text("\(folder)/data/logs/\(log)").split(separator: "\n") {
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
                #expect(object?.keys.sorted() == ["kind", "message", "time"])
            }
        }
    }

    @Test("no file of an archive is written over by metrics or a report, and nothing that is no file")
    func places() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            #expect(await CommandStage(directory: folder).run("run first --quiet") == 10)
            let record = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/data/historical/archive.json"))
            for path in ["data/historical/archive.json", "data/historical/new.prom", "data", "/dev/null"] {
                let stage = CommandStage(directory: folder)
                #expect(await stage.run("run nightly --metrics-file \(path)") == 73, "\(path): \(stage.error)")
                #expect(await CommandStage(directory: folder).run("report --output \(path)") == 73, "\(path)")
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/data/historical/archive.json")) == record)
        }
    }

    @Test("beyond the calendar nothing is called well: the clock, or the version, is said to be wrong")
    func beyondCalendar() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            #expect(await CommandStage(directory: folder).run("run first --quiet") == 10)
            for line in ["status equities", "coverage equities --prove", "update equities"] {
                let stage = CommandStage(["PENSTOCK_NOW": "2036-01-05T12:00:00Z"], directory: folder)
                #expect(await stage.run(line) == 78, "\(line)")
                #expect(stage.error.contains("the calendar XNYS has sessions from"))
            }
            // London's calendar begins in 2000, and nothing of London is kept.
            let stage = CommandStage(["PENSTOCK_NOW": "1999-06-01T12:00:00Z"], directory: folder)
            #expect(await stage.run("status equities") != 78)
            #expect(stage.error == "")
        }
    }

    @Test("wrong names, no name, a job beside --all")
    func usage() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            var text = ""
            for line in [
                "run", "run nigthly", "run nightly --all", "run nightly --jitter x", "run nightly --jobs none.yaml",
            ] {
                let stage = CommandStage(directory: folder)
                text += "$ penstock \(line)\n[exit \(await stage.run(line))]\n\(stage.error)\n"
            }
            expectScreen(text.replacingOccurrences(of: folder, with: "/work"), "run-usage")
        }
    }

    @Test(
        """
        a pace that is slower than the upstream's own is said once, with what it costs; its own pace is not worth a word
        """
    )
    func slowPace() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            let slow = CommandStage(["COPILOT_QUANT_RATE_LIMIT": "90"], directory: folder)
            #expect(await slow.run("run first") == 10)
            let said = slow.error.split(separator: "\n").filter { $0.contains("pace") }
            #expect(said.count == 1)
            #expect(said.first?.hasPrefix("The pace is slower than the upstreams' own: yahoo 90 s (") == true)
            #expect(said.first?.contains("It costs this run at least 1 min ") == true)
            let own = CommandStage(directory: folder)
            #expect(await own.run("run first") == 0)
            #expect(!own.error.contains("pace"))
        }
    }

    @Test("--json is one object with every job")
    func json() async throws {
        try await TemporaryFolder.with(["penstock.yaml": Self.file]) { folder in
            let stage = CommandStage(directory: folder)
            // A job that is stale is not hidden by those that are well.
            #expect(await CommandStage(directory: folder).run("run first nightly watch --quiet") == 66)
            #expect(await stage.run("run first watch lost --json") == 78)
            let object = try JSONSerialization.jsonObject(with: Data(stage.output.utf8)) as? [String: Any]
            let jobs = try #require(object?["jobs"] as? [[String: Any]])
            #expect(jobs.map { $0["exit_code"] as? Int } == [0, 66, 78])
            #expect(((jobs[0]["runs"] as? [[String: Any]])?.first?["job"] as? String) == "first")
            #expect((jobs[1]["output"] as? String)?.contains("STALE") == true)
            #expect((jobs[2]["failure"] as? String)?.contains("There is no archive at \(folder)/nowhere") == true)
        }
    }
}

@Suite("Logs that are kept")
struct LogKeepingTests {
    @Test("the day is in the name of a log of ours, and in no other")
    func days() {
        #expect(LogKeeping.day(of: "update_equities_20261124_041337.log")?.description == "2026-11-24")
        #expect(LogKeeping.day(of: "backfill_polymarket+kalshi_20261124_041337-2.log")?.description == "2026-11-24")
        #expect(LogKeeping.day(of: "cron-nightly-2026-11.log")?.description == "2026-12-01")
        for name in [
            "update_20261124_041337", "notes.log", "a_20261124.log", "update_equities_20261324_041337.log",
            "x_20261124_04133.log",
            "invoice_acme_20240101_120000.log", "cron-my own-2020-01.log",
            "update_equities_20240101_060000-KEEP.log",
            "20261124_041337.log", "cron-2026-11.log", "cron-nightly-2026-13.log",
        ] {
            #expect(LogKeeping.day(of: name) == nil, "\(name)")
        }
    }
}
