import Foundation
import TestWorld
import Testing

@testable import PenstockCommand

/// Command lines that cannot be followed: refused before anything is made.
@Suite("Command lines that cannot be followed")
struct UsageTests {
    static let lines = [
        "updat equities", "frobnicate", "backfill", "backfill equites --start-date 2020-01-01",
        "backfill --provider equities,nyse --start-date 2020-01-01",
        "backfill equities --start-date 2024-02-30", "backfill equities --start-date 2024-13-01",
        "backfill equities --start-date 01/02/2024",
        "backfill equities --start-date 2024-04-31", "backfill equities --start-date 2024-02-02 --end-date 2024-02-01",
        "backfill equities",
        "backfill equities --start-dat 2020-01-01", "backfill equities --start-date 2020-01-01 --storage cvs",
        "backfill equities --start-date 2020-01-01 --storage sqlit",
        "backfill equities --start-date 2020-01-01 --storage ,",
        "backfill equities --start-date 2020-01-01 --concurrency 0",
        "backfill equities --start-date 2020-01-01 --concurrency many",
        "backfill equities --start-date 2020-01-01 --rate-limit-delay fast",
        "backfill equities --start-date 2020-01-01 --rate-limit-delay yaho=1",
        "backfill equities --start-date 2020-01-01 --upstream yahoo",
        "backfill equities --start-date 2020-01-01 --upstream yahooo=http://127.0.0.1:1",
        "backfill equities --start-date 2020-01-01 --wait-lock -1x",
        "backfill equities --start-date 2020-01-01 --wait-lock soon",
        "backfill equities --start-date 2020-01-01 --price-text snet",
        "backfill equities --start-date 2020-01-01 --symbols ,",
        "backfill equities --start-date 2020-01-01 --symbols-file nowhere.txt",
        "backfill equities --start-date 2020-01-01 --replay a --record b",
        "backfill equities --start-date 2020-01-01 --continue-on-error --fail-fast",
        "backfill equities --start-date", "update", "update equities --max-age-days 0",
        "update equities --start-date 2020-01-01",
        "status equites", "forget equities", "forget --symbols NOPE", "calendar XNYX --from 2024-01-01 --to 2024-01-31",
        "calendar XNYS --from 2024-01-31 --to 2024-01-01", "calendar XNYS --from 1920-01-01 --to 2024-01-01",
        "calendar XNYS --from 2024-01-01", "calendar XLON --from 1999-12-31 --to 2024-01-01",
        "datasets equites", "runs equities --last none",
    ]

    @Test("are refused with 64 before anything is made: what, where, what to do")
    func refused() async throws {
        let folder = try TemporaryFolder()
        var text = ""
        for line in Self.lines {
            let stage = CommandStage(directory: folder.path)
            let code = await stage.run(line)
            #expect(code == 64, "\(line)")
            #expect(stage.output == "", "\(line)")
            text += "$ penstock \(line)\n\(stage.error)\n"
        }
        expectScreen(text.replacing(folder.path, with: "/work"), "usage")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("update and status without an archive end with 78, name the absolute path, and make nothing")
    func noArchive() async throws {
        let folder = try TemporaryFolder()
        var text = ""
        for line in [
            "update equities", "update equities --data-dir elsewhere/prices", "status", "status equities", "runs",
            "forget equities --symbols NOPE",
        ] {
            let stage = CommandStage(directory: folder.path)
            #expect(await stage.run(line) == 78, "\(line)")
            #expect(stage.output == "")
            text += "$ penstock \(line)\n\(stage.error)\n"
        }
        expectScreen(text.replacing(folder.path, with: "/work"), "no-archive")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("a log directory that cannot be made ends the run with 73 before anything is fetched")
    func logDirectory() async throws {
        let folder = try TemporaryFolder()
        try Data("a file".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/logs"))
        let stage = CommandStage(directory: folder.path)
        let code = await stage.run(
            """
            backfill equities --symbols AAPL --start-date 2020-01-01 --log-dir logs/inner --upstream \
            yahoo=http://127.0.0.1:1 --upstream sp500=http://127.0.0.1:1
            """
        )
        #expect(code == 73)
        #expect(stage.error.contains("\(folder.path)/logs/inner") && stage.error.contains("--log-dir"))
        let hasData = folder.exists("data")
        #expect(!hasData)
    }

    @Test("a variable that is nearly a setting is pointed out")
    func nearlyVariables() {
        let variables = SettingVariables(environment: [
            "PENSTOCK_DATADIR": "x", "PENSTOCK_STRICT": "1", "PENSTOCK_UPSTREAM_YAHOO": "y", "PENSTOCK_COLOUR": "z",
        ])
        #expect(
            variables.doubts == [
                "PENSTOCK_DATADIR is no setting and is ignored. Did you mean PENSTOCK_DATA_DIR?"
            ])
    }
}
