import Foundation
import TestWorld
import Testing

/// Other programs read what one run wrote with all three sinks. The python is `PENSTOCK_TEST_PYTHON`, or else the
/// host's.
@Suite("Independent readers")
struct ReadersTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private func archive(in folder: TemporaryFolder) async throws -> String {
        let fixtures = Self.root + "/fixtures/equities"
        let place = ["--data-dir", "data", "--quiet"]
        let backfill = try await PenstockProcess(
            [
                "backfill", "equities", "--symbols-file", fixtures + "/symbols.txt", "--start-date", "2025-01-02",
                "--storage",
                "csv,csv.gz,sqlite", "--replay", fixtures + "/backfill",
            ] + place, in: folder.path
        ).wait()
        #expect(backfill.exitCode == 10, "\(backfill.errors)")
        let update = try await PenstockProcess(
            ["update", "equities", "--replay", fixtures + "/update"] + place, in: folder.path
        ).wait()
        #expect(update.exitCode == 0, "\(update.errors)")
        return folder.path + "/data"
    }

    private func compare(_ archive: String, in folder: TemporaryFolder) async throws -> PenstockProcess.Outcome {
        let python = try #require(TestProgram.python).path
        return try await PenstockProcess.shell(
            "\(python) \(Self.root)/scripts/check-readers \(archive)", in: folder.path)
    }

    @Test(
        "csv, gzip, sqlite3 and whatever else is installed read the same rows; a changed cell is noticed",
        .enabled(if: TestProgram.python != nil, "python3 is not installed: nothing was compared"))
    func same() async throws {
        let folder = try TemporaryFolder()
        let archive = try await archive(in: folder)
        let outcome = try await compare(archive, in: folder)
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("9 series, 2335 rows: the same by csv, gzip, sqlite3"), "\(outcome.output)")
        #expect(outcome.output.contains("2 rendered files, 2 tables"), "\(outcome.output)")
        // Negative control: one digit of one cell.
        let file = URL(fileURLWithPath: archive + "/equities/daily_bars/QUOIN.csv")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("222.22", with: "222.23").write(to: file, atomically: true, encoding: .utf8)
        let other = try await compare(archive, in: folder)
        #expect(other.exitCode == 1)
        #expect(other.errors.contains("QUOIN.csv"), "\(other.errors)")
    }

    /// A backfill of both venues and an update a day later, answered from the fixtures.
    @Test(
        "midpoints, candles and trades of both venues are read alike; so is the night after",
        .enabled(if: TestProgram.python != nil, "python3 is not installed: nothing was compared"))
    func markets() async throws {
        let folder = try TemporaryFolder()
        let fixtures = Self.root + "/fixtures/prediction-markets"
        let place = ["--data-dir", "data"]
        let backfill = try await PenstockProcess(
            [
                "backfill", "polymarket", "kalshi", "--limit", "all", "--status", "all", "--storage",
                "csv,csv.gz,sqlite", "--replay",
                fixtures + "/backfill",
            ] + place, in: folder.path
        ).wait()
        #expect(backfill.exitCode == 0, "\(backfill.errors)")
        #expect(backfill.output.contains("57 succeeded, 0 failed"), "\(backfill.output)")
        let update = try await PenstockProcess(
            ["update", "polymarket", "kalshi", "--replay", fixtures + "/update"] + place, in: folder.path
        ).wait()
        #expect(update.exitCode == 0, "\(update.output)\(update.errors)")
        let outcome = try await compare(folder.path + "/data", in: folder)
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        // outcomes.csv among them, with token ids that polars has to be told are texts.
        #expect(outcome.output.contains("9 rendered files, 4 tables"), "\(outcome.output)")
        #expect(try folder.text("data/polymarket/outcomes.csv").contains(/,\d{70,78},/))
        // Negative control: one digit of one cell.
        let file = URL(fileURLWithPath: folder.path + "/data/polymarket/prices/9101/700101-0.csv")
        let text = try String(contentsOf: file, encoding: .utf8)
        try text.replacing("0.5065", with: "0.5066").write(to: file, atomically: true, encoding: .utf8)
        let other = try await compare(folder.path + "/data", in: folder)
        #expect(other.exitCode == 1 && other.errors.contains("700101-0.csv"), "\(other.errors)")
    }
}
