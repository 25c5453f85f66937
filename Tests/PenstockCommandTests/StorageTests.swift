import Foundation
import PluginTesting
import Tabular
import TestWorld
import Testing

@testable import PenstockCommand

/// What a person sees of `verify`, `convert` and `--db-path`, word for word.
@Suite("Storage, from the command line")
struct StorageTests {
    private static let clock = ["PENSTOCK_NOW": "2024-11-25T22:00:00Z"]
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("storage") }

    private var bars: URL { URL(fileURLWithPath: folder.path + "/data/historical/equities/daily_bars/AAPL.csv") }

    /// Runs lines against a market of two names; what stands between them is done in turn.
    private func transcript(_ body: (_ type: (String, Int32) async -> Void) async throws -> Void) async throws -> String
    {
        let market = FakeMarket(now: "2024-11-25T22:00:00Z")
        market.list("AAPL", "BRK.B")
        let lines = Lines()
        try await FakeUpstream.serving(
            { request in
                let answer = market.answer(request.target)
                return .text(answer.body, status: answer.status, type: answer.type)
            },
            body: { upstream in
                try await body { line, exitCode in
                    let stage = CommandStage(Self.clock, directory: folder.path)
                    let asks = line.hasPrefix("backfill") || line.hasPrefix("update") || line.contains("--repair")
                    let code = await stage.run(
                        line + (asks ? " --upstream yahoo=\(upstream.base) --rate-limit-delay 0" : ""))
                    #expect(code == exitCode, "\(line): \(stage.output)\(stage.error)")
                    lines.text += "$ penstock \(line)\n\(stage.output)\(stage.error)[exit \(code)]\n\n"
                }
            })
        return lines.text.replacing(folder.path, with: "/work")
    }

    private final class Lines {
        var text = ""
    }

    private func edit(_ change: (String) -> String) throws {
        try change(String(contentsOf: bars, encoding: .utf8)).write(to: bars, atomically: true, encoding: .utf8)
    }

    @Test(
        """
        verify finds damage and says where; --repair copies from the other storage, or fetches again; then all is as \
        recorded
        """
    )
    func verify() async throws {
        let text = try await transcript { type in
            await type("backfill equities --symbols AAPL,BRK.B --start-date 2024-10-01 --storage csv,sqlite --quiet", 0)
            await type("verify", 0)
            try edit { $0.replacing("AAPL", with: "APPL", maxReplacements: 1) }
            await type("verify equities --symbols BRK.B --full", 0)
            await type("verify equities --full", 74)
            await type("verify --repair", 0)
            await type("verify equities --full --json", 0)
            await type("convert --drop sqlite --quiet", 0)
            try edit { String($0.dropLast(7)) }
            await type("update --quiet --provider equities --force", 74)
            await type("verify --repair", 0)
            await type("verify --full --quiet", 0)
            await type("verify equities --symbols APPL", 64)
        }
        expectScreen(Self.steady(text), "verify")
    }

    @Test(
        """
        a backfill that was killed while it made its archive is the same again: the usual storage, and a first date is \
        still needed
        """
    )
    func cutBirth() async throws {
        _ = try await transcript { type in
            await type("backfill equities --symbols AAPL --start-date 2024-10-01 --quiet", 0)
            let archive = URL(fileURLWithPath: folder.path + "/data/historical")
            let whole = try Data(contentsOf: bars)
            try FileManager.default.removeItem(at: archive)
            try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: true)
            try Data().write(to: archive.appending(path: "archive.db"))
            await type("status", 78)
            await type("backfill equities --symbols AAPL --quiet", 64)
            await type("backfill equities --symbols AAPL --start-date 2024-10-01 --quiet", 0)
            #expect(try Data(contentsOf: bars) == whole)
            await type("verify --full", 0)
        }
    }

    @Test("convert adds, drops and copies; the rows are the same to the byte")
    func convert() async throws {
        var before = Data()
        let text = try await transcript { type in
            await type("backfill equities --symbols AAPL,BRK.B --start-date 2024-10-01 --quiet", 0)
            before = try Data(contentsOf: bars)
            await type("convert --add csv.gz", 0)
            await type("convert --add csv.gz", 0)
            await type("convert --add sqlite", 0)
            await type("convert --drop csv", 0)
            #expect(!FileManager.default.fileExists(atPath: bars.path))
            await type("convert --drop csv", 64)
            await type("convert --drop csv.gz", 0)
            await type("convert --drop sqlite", 64)
            await type("convert --add csv --json", 0)
            #expect(try Data(contentsOf: bars) == before)
            await type("convert --to copy --storage csv,csv.gz", 0)
            await type("convert --to copy --storage csv", 64)
            await type("verify --full --data-dir copy", 0)
            await type("update equities --data-dir copy --quiet", 0)
            await type("convert", 64)
            await type("convert --add csv --drop sqlite", 64)
            await type("convert --to other", 64)
            await type("convert --add parquet", 64)
            await type("status", 0)
        }
        let copied = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/copy/equities/daily_bars/AAPL.csv"))
        #expect(copied == before)
        expectScreen(Self.steady(text), "convert")
    }

    @Test(
        """
        --db-path: where the first run says, known from then on, another is refused, and status says that it is to be \
        copied too
        """
    )
    func databasePath() async throws {
        let text = try await transcript { type in
            await type(
                """
                backfill equities --symbols AAPL --start-date 2024-10-01 --storage sqlite --db-path data/market.db \
                --quiet
                """,
                0)
            await type("update equities --quiet", 0)
            await type("update equities --db-path data/market.db --quiet", 0)
            await type("update equities --db-path data/other.db", 78)
            await type(
                "backfill equities --symbols AAPL --start-date 2024-10-01 --data-dir second --db-path data/market.db",
                78)
            await type("status --db-path data/market.db", 0)
            await type("verify", 0)
        }
        #expect(FileManager.default.fileExists(atPath: folder.path + "/data/market.db"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data/historical/archive.db"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/second"))
        expectScreen(Self.steady(text), "db-path")
    }

    /// Without what differs from run to run.
    private static func steady(_ text: String) -> String {
        Steady.times(text.replacing(/127\.0\.0\.1:\d+/, with: "HOST").replacing(/\d{8}_\d{6}\.log/, with: "STAMP.log"))
    }
}
