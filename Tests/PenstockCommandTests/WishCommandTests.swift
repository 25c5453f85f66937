import Foundation
import PluginTesting
import TestWorld
import Testing

@testable import PenstockCommand

/// What a person reads, in a run, before it and in the jobs file, of a wish that is followed in part or not at all.
@Suite("Wishes outside of what there is, from the command line")
struct WishCommandTests {
    private static let line = "backfill equities --symbols LONGY --storage csv"

    private func run(_ line: String, in folder: String, at now: String = "2024-06-10T23:00:00Z", expecting code: Int32)
        async throws
        -> String
    {
        let market = FakeMarket(now: now)
        market.change("LONGY") { $0.listed = FakeMarket.day("1927-01-03") }
        return try await FakeUpstream.serving(
            { request in
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                let stage = CommandStage(["PENSTOCK_NOW": now], directory: folder)
                let ended = await stage.run(line + " --upstream yahoo=\(upstream.base) --rate-limit-delay 0")
                #expect(ended == code, "\(line): \(stage.output)\(stage.error)")
                return stage.output + stage.error
            })
    }

    private func logs(in folder: String) throws -> String {
        let directory = folder + "/data/logs"
        return try FileManager.default.contentsOfDirectory(atPath: directory).map {
            try String(contentsOfFile: "\(directory)/\($0)", encoding: .utf8)
        }.joined()
    }

    @Test("a start before the calendar is told in the run, in its log and in the dry run, and never called idle")
    func told() async throws {
        try await TemporaryFolder.with { folder in
            let line = Self.line + " --start-date 1900-01-01 --end-date 1927-02-28"
            let dry = try await run(line + " --dry-run", in: folder, expecting: 0)
            #expect(dry.contains("Note: --start-date 1900-01-01 is before the calendar XNYS begins"))
            #expect(dry.contains("would ask for 1 symbol"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
            let text = try await run(line, in: folder, expecting: 0)
            #expect(
                text.contains(
                    """
                    note        --start-date 1900-01-01 is before the calendar XNYS begins: its days are asked for \
                    from 1927-01-01 on
                    """
                ))
            #expect(try logs(in: folder).contains("asked for from 1927-01-01 on"))
            let json = try await run(line + " --json", in: folder, expecting: 0)
            #expect(json.contains("\"notes\""))
        }
    }

    @Test("a weekend's start is told and kept, and the next night is no stranger to it")
    func weekend() async throws {
        try await TemporaryFolder.with { folder in
            let text = try await run(
                Self.line + " --start-date 2024-06-08", in: folder, at: "2024-06-08T12:00:00Z", expecting: 0)
            #expect(!text.contains("Nothing is due"))
            #expect(
                text.contains(
                    "no session of XNYS has closed since 2024-06-08: that of 2024-06-10 is the first to be asked for."))
            let next = try await run("update equities", in: folder, at: "2024-06-10T23:00:00Z", expecting: 0)
            #expect(next.contains("1 stored"))
        }
    }

    @Test("what is refused makes neither an archive nor a log, in a dry run too")
    func refused() async throws {
        for end in [
            "--start-date 2027-01-01", "--start-date 1900-01-01 --end-date 1926-01-01",
            "--start-date 2024-06-08 --end-date 2024-06-09",
        ] {
            for more in ["", " --dry-run"] {
                try await TemporaryFolder.with { folder in
                    _ = try await run(Self.line + " " + end + more, in: folder, expecting: 64)
                    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [], "\(end)\(more)")
                }
            }
        }
        try await TemporaryFolder.with(["names.txt": "AAPL\nA A P L!\n"]) { folder in
            let text = try await run(
                "backfill equities --symbols-file names.txt --start-date 2024-01-02", in: folder, expecting: 64)
            #expect(text.contains("'A A P L!' is not a symbol"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["names.txt"])
        }
    }

    @Test("what only the archive can refuse is refused in a dry run as in the run", arguments: ["", " --dry-run"])
    func refusedByArchive(_ more: String) async throws {
        try await TemporaryFolder.with { folder in
            _ = try await run(Self.line + " --start-date 2024-06-03", in: folder, expecting: 0)
            let text = try await run("update polymarket --data-dir data/historical" + more, in: folder, expecting: 64)
            #expect(text.contains("There is nothing of polymarket in the archive"))
            let future = try await run(Self.line + " --start-date 2024-06-11" + more, in: folder, expecting: 64)
            #expect(future.contains("is in the future: it is 2024-06-10"))
            #expect(future.contains("set the host's clock"))
        }
    }

    @Test("config --check says what a job gets in part, and refuses what it cannot get")
    func config() async throws {
        func file(_ dates: String) -> [String: String] {
            ["penstock.yaml": "jobs:\n  old: {command: backfill, providers: equities, symbols: LONGY, \(dates)}\n"]
        }
        func check(_ dates: String) async throws -> (code: Int32, text: String) {
            try await TemporaryFolder.with(file(dates)) { folder in
                let stage = CommandStage(["PENSTOCK_NOW": "2024-06-10T23:00:00Z"], directory: folder)
                let code = await stage.run("config --check")
                return (code, stage.output + stage.error)
            }
        }
        let told = try await check("start-date: 1900-01-01")
        #expect(told.code == 0 && told.text.contains("old: --start-date 1900-01-01 is before the calendar XNYS begins"))
        let fine = try await check("start-date: 1980-01-01")
        #expect(fine.code == 0 && !fine.text.contains("calendar"))
        let future = try await check("start-date: 2027-01-01")
        #expect(future.code != 0 && future.text.contains("is in the future"))
        let names = try await check("start-date: 2020-01-01, symbols-file: names.txt")
        #expect(names.code != 0)
    }
}
