import Foundation
import PluginTesting
import Tabular
import TestWorld
import Testing
import Upstream

@testable import PenstockCommand

/// `penstock doctor`: what it finds well, and what it finds amiss.
@Suite("penstock doctor")
struct DoctorTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../fixtures/equities"
    )
    .standardizedFileURL.path

    private func stable(_ text: String, _ folder: String, _ base: String? = nil) -> String {
        text.replacingOccurrences(of: folder, with: "/work").replacingOccurrences(
            of: base ?? "http://127.0.0.1:1", with: "http://fake"
        )
        .replacing(/[\d.]+ GB free/, with: "N GB free").replacing(/(ok +zone +).*/) { "\($0.1)ZONE" }
        .replacing(/(ok +temporary +).*/) { "\($0.1)FOLDER" }.replacing(/(ok +certificates +).*/) { "\($0.1)FILE" }
        .replacing(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, with: "DAY TIME")
        .replacing(/\d+ sessions/, with: "N sessions")
    }

    @Test("an archive that is well, upstreams that answer, and the clock of one of them")
    func well() async throws {
        try await TemporaryFolder.with(["penstock.yaml": "jobs:\n  nightly: {command: update, providers: equities}\n"])
        {
            folder in
            #expect(
                await CommandStage(directory: folder).run(
                    "backfill equities --symbols KESTL --start-date 2025-01-02 --replay \(Self.fixtures)/backfill") == 0
            )
            try await FakeUpstream.serving({ _ in .text("no", status: 404) }) { upstream in
                let crontab = "0 6 * * * cd / && /usr/bin/penstock run nightly --quiet\n"
                let environment = try FakeCrontab.install(in: folder, holding: crontab)
                let stage = CommandStage(environment, directory: folder)
                let code = await stage.run("doctor --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base)")
                #expect(code == 0, "\(stage.error)")
                expectScreen(stable(stage.output, folder, upstream.base), "doctor-well")
                let quiet = CommandStage(environment, directory: folder)
                #expect(await quiet.run("doctor --offline --quiet") == 0)
                // The fixture's bars are of its own year: that is all there is to say.
                #expect(quiet.output.hasPrefix("look     data equities  STALE"), "\(quiet.output)")
                #expect(quiet.output.split(separator: "\n").count == 2, "\(quiet.output)")
                #expect(quiet.error.isEmpty)
            }
        }
    }

    @Test(
        """
        no archive, a jobs file with a mistake, logs that cannot be written, a variable that is none, an upstream out \
        of reach
        """
    )
    func unwell() async throws {
        try await TemporaryFolder.with(["penstock.yaml": "jobs:\n  nightly: {command: updat}\n", "logs": "a file\n"]) {
            folder in
            let line =
                """
                backfill equities --symbols KESTL --start-date 2025-01-02 --replay \(Self.fixtures)/backfill \
                --data-dir here
                """
            #expect(await CommandStage(directory: folder).run(line + " --log-dir elsewhere") == 0)
            let crontab = try FakeCrontab.install(in: folder)
            let stage = CommandStage(crontab.merging(["PENSTOCK_DATADIR": "here"]) { $1 }, directory: folder)
            let code = await stage.run(
                """
                doctor equities --data-dir here --log-dir logs/of/runs --upstream yahoo=http://127.0.0.1:1 --upstream \
                sp500=http://127.0.0.1:1
                """
            )
            #expect(code == 73)
            expectScreen(stable(stage.output, folder), "doctor-unwell")
            let none = CommandStage(crontab, directory: folder)
            #expect(await none.run("doctor --offline --json") == 78)
            #expect(none.output.contains("there is none at \(folder)/data/historical"))
        }
    }

    @Test("a job that two schedulers have is pointed out, with both")
    func twice() async throws {
        let files = [
            "penstock.yaml": "jobs:\n  nightly: {command: update, providers: equities, schedule: \"0 6 * * *\"}\n",
            ".config/systemd/user/penstock-nightly.timer": "",
        ]
        try await TemporaryFolder.with(files) { folder in
            let once = CommandStage(try FakeCrontab.install(in: folder), directory: folder)
            _ = await once.run("doctor --offline")
            #expect(once.output.contains("systemd of the user: nightly"), "\(once.output)")
            let crontab = "0 6 * * * cd / && /usr/bin/penstock run nightly --quiet\n"
            let stage = CommandStage(try FakeCrontab.install(in: folder, holding: crontab), directory: folder)
            _ = await stage.run("doctor --offline")
            #expect(
                stage.output.contains("nightly: scheduled more than once, by crontab and systemd of the user"),
                "\(stage.output)")
        }
    }

    @Test("a clock that nobody can set right by itself")
    func clock() async throws {
        try await TemporaryFolder.with(["data/.keep": ""]) { folder in
            let late: FakeAnswer = .text("", headers: [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
            try await FakeUpstream.serving({ _ in late }) { upstream in
                let stage = CommandStage(directory: folder)
                let code = await stage.run(
                    "doctor equities --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base)")
                #expect(code == 78)
                #expect(stage.output.contains("days ahead of"), "\(stage.output)")
            }
        }
    }

    @Test("a clock that is wrong by hours is worth a look; by minutes it is well")
    func wrongClock() async throws {
        try await TemporaryFolder.with(["data/.keep": ""]) { folder in
            for (seconds, word) in [(-7_300, "look     clock"), (200, "ok       clock")] {
                let date = HTTPDate.text(SystemClock().now().adding(seconds: Int64(seconds)))
                try await FakeUpstream.serving({ _ in .text("", headers: [("Date", date)]) }) { upstream in
                    let stage = CommandStage(directory: folder)
                    _ = await stage.run(
                        "doctor equities --upstream yahoo=\(upstream.base) --upstream sp500=\(upstream.base)")
                    #expect(stage.output.contains(word), "\(stage.output)")
                    if seconds < 0 {
                        #expect(
                            stage.output.contains(/this host's clock is 2 h \d+ min ahead of those of sp500, yahoo/),
                            "\(stage.output)")
                    }
                }
            }
        }
    }
}
