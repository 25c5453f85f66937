import Archive
import Foundation
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// Faults of the scripts that this replaces, one test each, named after what goes wrong there. The numbers are those of
/// the list that they were collected in; faults of the command line are in PenstockTests, those of names and readers
/// with their targets.
@Suite("Faults of the original scripts")
struct OriginalFaultsTests {
    @Test("1: an update leaves only the new rows in the file")
    func updateDestroysHistory() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let before = try desk.dates("AAPL")
        desk.market.move(to: "2024-06-11T23:00:00Z")
        _ = try await desk.update()
        #expect(try desk.dates("AAPL") == before + ["2024-06-10", "2024-06-11"])
    }

    @Test("2, 3: filling a gap destroys the file, or never works")
    func gapFill() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let holes = ["2024-02-06", "2024-03-05", "2024-04-09", "2024-05-07"].map(FakeMarket.day)
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let whole = try desk.dates("AAPL")
        let other = try RunDesk(now: "2024-06-07T23:00:00Z")
        other.market.change("AAPL") { $0.missing = Set(holes) }
        _ = try await other.backfill("AAPL")
        #expect(try other.dates("AAPL").count == whole.count - 4)
        other.market.change("AAPL") { $0.missing = [] }
        other.market.move(to: "2024-06-08T23:30:00Z")
        let night = try await other.update()
        #expect(night.report.counts.gapsFilled == 4)
        #expect(try other.dates("AAPL") == whole)
        #expect(try other.folder.text(other.file("AAPL")) == desk.folder.text(desk.file("AAPL")))
    }

    @Test("4, 12: a backfill with an earlier start fails or does nothing")
    func earlierStart() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL", start: "2024-03-01")
        let night = try await desk.backfill("AAPL", start: "2023-01-03")
        #expect(night.report.exitCode == .success)
        let dates = try desk.dates("AAPL")
        #expect(dates.first == "2023-01-03")
        #expect(dates == dates.sorted())
        #expect(dates.count == 250 + 110)
        let later = try await desk.backfill("AAPL", start: "2024-05-01")
        #expect(later.requests.isEmpty)
        #expect(try desk.dates("AAPL") == dates)
    }

    @Test("8: the second run of a day marks every symbol failed")
    func secondRun() async throws {
        let desk = try RunDesk(now: "2024-06-10T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        // Monday 2024-05-27 was a holiday, too: the day after it nothing is missing.
        for now in ["2024-06-10T23:30:00Z", "2024-06-11T06:00:00Z"] {
            desk.market.move(to: now)
            let night = try await desk.update()
            #expect(night.report.exitCode == .success)
            #expect(night.report.counts.failed == 0)
        }
    }

    @Test("9: a Sunday's --force fails for every symbol, and is no refresh")
    func sundayForce() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        desk.market.change("AAPL") { $0.volumes[FakeMarket.day("2024-01-10")] = 777 }
        desk.market.move(to: "2024-06-09T06:00:00Z")
        let night = try await desk.update { $0.options.isForced = true }
        #expect(night.report.exitCode == .success)
        #expect(night.report.counts.revised == 1)
        #expect(try desk.rows("AAPL").first { $0["date"] == "2024-01-10" }?["volume"] == "777")
    }

    @Test("10: holes of one session are not seen, long weekends are")
    func gapRule() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.change("AAPL") { $0.missing = [FakeMarket.day("2024-03-05")] }
        let night = try await desk.backfill("AAPL")
        #expect(night.unit("AAPL")?.counts.gapsOpen == 1)
    }

    @Test("11: only the first ten symbols are looked at for gaps")
    func gapsOfAll() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let symbols = (0..<14).map { "S" + String(UnicodeScalar(UInt8(65 + $0))) }
        for symbol in symbols { desk.market.change(symbol) { $0.missing = [FakeMarket.day("2024-03-05")] } }
        _ = try await desk.run(.backfill, symbols, start: "2024-01-02") { _ in }
        for symbol in symbols { desk.market.change(symbol) { $0.missing = [] } }
        desk.market.move(to: "2024-06-08T23:30:00Z")
        let night = try await desk.update()
        #expect(night.report.counts.gapsFilled == 14)
    }

    @Test("14: --resume cannot be turned off")
    func noResume() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        let resumed = try await desk.backfill("AAPL")
        #expect(resumed.requests.isEmpty)
        let again = try await desk.backfill("AAPL") { $0.options.resumes = false }
        #expect(again.requests.count == 1)
    }

    @Test("17: BRK.B fails, however it is written")
    func classShares() async throws {
        for spelling in ["BRK.B", "brk.b", "BRK-B", " brk-b"] {
            let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
            desk.market.list("BRK.B")
            let night = try await desk.backfill(spelling)
            #expect(night.report.exitCode == .success)
            #expect(night.requests.first?.contains("/BRK-B?") == true)
            #expect(try desk.rows("BRK.B").first?["symbol"] == "BRK.B")
        }
    }

    @Test("18: without the list, a short one is used in silence")
    func shortUniverse() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.members(["AAPL", "MSFT"])
        desk.market.list("AAPL", "MSFT")
        let night = try await desk.run(.backfill, [], start: "2024-01-02") { _ in }
        #expect(night.report.exitCode != .success)
        #expect(night.events.units.contains { $0.reason?.description.contains("2") == true && $0.result == .failed })
        #expect(!desk.folder.exists(desk.file("AAPL")))
    }

    @Test("20: dates carry offsets that change with the season")
    func plainDates() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        #expect(try desk.dates("AAPL").allSatisfy { Day($0) != nil })
    }

    @Test("21: a damaged file is taken for no data, and a year is written over it")
    func damagedFile() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT")
        let path = desk.folder.path + "/" + desk.file("AAPL")
        var damaged = try desk.folder.text(desk.file("AAPL"))
        damaged.replaceSubrange(
            damaged.index(damaged.endIndex, offsetBy: -20)..<damaged.endIndex, with: String(repeating: "x", count: 20))
        try damaged.write(toFile: path, atomically: false, encoding: .utf8)
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .integrity)
        #expect(night.unit("AAPL")?.result == .failed)
        #expect(try desk.folder.text(desk.file("AAPL")) == damaged)
        #expect(try desk.dates("MSFT").last == "2024-06-10")
    }

    @Test("21: a deleted file is taken for no data")
    func deletedFile() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", "MSFT")
        try FileManager.default.removeItem(atPath: desk.folder.path + "/" + desk.file("AAPL"))
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.exitCode == .integrity)
        #expect(!desk.folder.exists(desk.file("AAPL")))
        #expect(try desk.dates("MSFT").last == "2024-06-10")
    }

    @Test("22: a symbol that is new to the archive gets 365 days, whatever the archive's start")
    func newSymbol() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL", "MSFT")
        _ = try await desk.backfill("AAPL", start: "2022-01-03")
        _ = try await desk.backfill("MSFT", start: nil)
        #expect(try desk.dates("MSFT") == desk.dates("AAPL"))
    }

    @Test("23: the end date is never stored")
    func endDate() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL") { $0.selection.end = Day("2024-03-28") }
        #expect(try desk.dates("AAPL").last == "2024-03-28")
        let night = try await desk.update()
        #expect(night.report.exitCode == .success)
        #expect(try desk.dates("AAPL").last == "2024-06-07")
    }

    @Test("24: what was seen first is kept for ever")
    func settle() async throws {
        let desk = try RunDesk(now: "2024-06-07T20:00:05Z")
        desk.market.list("AAPL")
        _ = try await desk.backfill("AAPL")
        desk.market.change("AAPL") { $0.volumes[FakeMarket.day("2024-06-07")] = 9_999_999 }
        desk.market.move(to: "2024-06-10T23:00:00Z")
        let night = try await desk.update()
        #expect(night.report.counts.revised == 1)
        #expect(try desk.rows("AAPL").first { $0["date"] == "2024-06-07" }?["volume"] == "9999999")
    }

    @Test("30: an empty universe is a success")
    func emptyUniverse() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        let night = try await desk.run(.backfill, [], start: "2024-01-02") { _ in }
        #expect(night.report.exitCode != .success)
    }

    @Test("31: a part failed is all failed; 32: an empty answer has no reason")
    func partialFailure() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.list("AAPL")
        let night = try await desk.backfill("AAPL", "NOPE")
        #expect(night.report.exitCode == .partial)
        #expect(night.report.counts.success == 1)
        #expect(night.report.counts.failed == 1)
        #expect(night.unit("NOPE")?.reason?.code == "unknown_symbol")
        #expect(night.unit("NOPE")?.nextTry != nil)
        let all = try RunDesk(now: "2024-06-07T23:00:00Z")
        let failed = try await all.backfill("NOPE")
        #expect(failed.report.exitCode == .unavailable)
    }

    @Test("32: sessions before the listing are proved empty, not missing")
    func beforeListing() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.change("NEW") { $0.listed = FakeMarket.day("2024-04-15") }
        let night = try await desk.backfill("NEW")
        #expect(night.report.exitCode == .success)
        #expect(try desk.dates("NEW").first == "2024-04-15")
        #expect(night.unit("NEW")?.counts.gapsOpen == 0)
    }

    @Test("33: nothing is validated on the way in")
    func validation() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.change("AAPL") { $0.closes[FakeMarket.day("2024-03-05")] = -4 }
        let night = try await desk.backfill("AAPL")
        #expect(night.report.counts.aside.quarantined == 1)
        #expect(night.report.exitCode == .partial)
        #expect(try !desk.dates("AAPL").contains("2024-03-05"))
        #expect(try desk.folder.text("historical/quarantine.jsonl").contains("2024-03-05"))
    }

    @Test("41: a missing number becomes 0")
    func missingNumber() async throws {
        let desk = try RunDesk(now: "2024-06-07T23:00:00Z")
        desk.market.change("AAPL") { $0.nulls = [FakeMarket.day("2024-03-05")] }
        _ = try await desk.backfill("AAPL")
        let rows = try desk.rows("AAPL")
        #expect(rows.allSatisfy { $0["close"] != "0" && $0["volume"] != "0" && $0["close"] != "" })
    }
}
