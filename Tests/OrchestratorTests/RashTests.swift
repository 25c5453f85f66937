import Archive
import MarketCalendar
import Orchestrator
import PluginKit
import Synchronization
import Tabular
import TestWorld
import Testing

/// An author's mistakes, each as a run meets it: refused or told, with any storage, and never said to be proved.
@Suite("What a plugin gets wrong")
struct RashTests {
    static let now = "2024-01-02T00:00:00Z"

    /// Of 2024-01-01T10:00:00Z, in seconds.
    static let ten = 1_704_103_200

    static func body(_ rows: (name: String, at: Int, price: String)...) -> String {
        let rows = rows.map { #"{"name":"\#($0.name)","at":\#($0.at),"price":\#($0.price)}"# }
        return #"{"rows":[\#(rows.joined(separator: ","))]}"#
    }

    /// The one unit's report, what its coverage is, and its file.
    struct Outcome {
        let code: ExitCode
        let unit: UnitReport?
        let coverage: Coverage
        let file: String?
    }

    static func run(
        _ name: String, _ sinks: [String] = ["csv"], body: @escaping @Sendable () -> String,
        change: (inout Job) -> Void = { _ in }
    ) async throws -> Outcome {
        let venue = try Venue(ProviderPlugin(Rash.self))
        let (report, _, units) = try await venue.run(
            .backfill, [name], now: now,
            change: {
                $0.sinks = sinks
                change(&$0)
            }
        ) { _ in (200, body()) }
        let reader = try ArchiveReader.openReadOnly(at: venue.folder.path + "/archive", sinks: RunDesk.sinks)
        let unit = try #require(try reader.record.unit(UnitName(text: "rows(\(name))"), of: "rash"))
        return Outcome(
            code: report.exitCode, unit: units.first, coverage: try reader.record.coverage(of: unit.id),
            file: try? venue.file("rash/rows/\(name).csv"))
    }

    @Test("Control: what is right is stored, proved, and ends with 0", arguments: [["csv"], ["sqlite"]])
    func right(sinks: [String]) async throws {
        let found = try await Self.run("a", sinks) { Self.body(("a", Self.ten, "1.5")) }
        #expect(found.code == .success)
        #expect(found.coverage.gaps.isEmpty && found.coverage.watermark != nil)
    }

    @Test(
        "Milliseconds that are read as seconds refuse the page, and nothing is proved",
        arguments: [["csv"], ["sqlite"]])
    func milliseconds(sinks: [String]) async throws {
        let found = try await Self.run("ms", sinks) { Self.body(("ms", Self.ten * 1000, "1.5")) }
        #expect(found.code == .malformed)
        let words = try #require(found.unit?.reason?.detail)
        #expect(words.contains("are these milliseconds"))
        #expect(found.coverage.isEmpty)
    }

    @Test("Control: a plan that reads the member itself refuses them too, and says what they may be")
    func plannedMilliseconds() async throws {
        let venue = try Venue(ProviderPlugin(Fills.self))
        let (report, _, units) = try await venue.run(.backfill, ["X"], now: Self.now) { _ in
            let rows = (0..<3).map { #"{"name":"X","at":\#(Self.ten * 1000 + $0),"size":"1"}"# }.joined(separator: ",")
            return (200, #"{"fills":[\#(rows)]}"#)
        }
        #expect(report.exitCode == .malformed)
        #expect(units.first?.reason?.detail.contains("are these milliseconds?") == true)
    }

    @Test("Rows that are all of tomorrow and later refuse the page; one of them beside others is dropped")
    func future() async throws {
        let late = try await Self.run("late") { Self.body(("late", Self.ten + 3 * 86_400, "1")) }
        #expect(late.code == .malformed)
        #expect(late.unit?.reason?.detail.contains("after the present") == true)
        let mixed = try await Self.run("MIX") {
            Self.body(("MIX", Self.ten, "1"), ("MIX", Self.ten + 3 * 86_400, "2"))
        }
        #expect(mixed.code == .success)
        #expect(mixed.file?.contains("2024-01-01T10") == true)
        #expect(mixed.file?.contains("2024-01-04") == false)
    }

    @Test("Rows that are all older than what was asked for say nothing about it: a hole, and not 0")
    func older() async throws {
        let found = try await Self.run("old") { Self.body(("old", Self.ten - 40 * 86_400, "1")) }
        #expect(found.code == .partial)
        #expect(found.unit?.reason?.code == Reason.noProof)
        #expect(found.coverage.gaps.count == 1)
    }

    @Test(
        "A text that is no decimal refuses the page, whatever the storage",
        arguments: [#""1,5""#, #""n/a""#, #""""#], [["csv"], ["sqlite"]])
    func decimals(price: String, sinks: [String]) async throws {
        let found = try await Self.run("A", sinks) { Self.body(("A", Self.ten, price)) }
        #expect(found.code == .malformed)
        #expect(found.unit?.reason?.detail.contains("price") == true)
        #expect(found.file?.contains("1,5") != true)
    }

    @Test(
        "A walk that proves nothing, or not all, leaves a hole that is told in every run",
        arguments: ["unproved", "half"])
    func unproved(name: String) async throws {
        let venue = try Venue(ProviderPlugin(Rash.self))
        for night in 1...2 {
            let (report, targets, units) = try await venue.run(
                night == 1 ? .backfill : .update, night == 1 ? [name] : [], now: "2024-01-0\(night + 1)T00:00:00Z"
            ) { _ in (200, Self.body((name, Self.ten, "1"))) }
            #expect(targets.count == 1)
            #expect(report.exitCode == .partial)
            #expect(units.first?.reason?.code == Reason.noProof)
        }
    }

    @Test("Control: what a walk leaves open is no hole, and is asked for again")
    func open() async throws {
        let found = try await Self.run("open") { Self.body(("open", Self.ten, "1")) }
        #expect(found.code == .success)
        #expect(found.coverage.gaps.isEmpty)
        let end = FakeMarket.instant(Self.now).adding(seconds: -60)
        #expect(found.coverage.watermark == end.microseconds - 3_600_000_000)
    }

    @Test("An axis of time under sessions is a defect, told before anything is asked")
    func axis() async throws {
        let venue = try Venue(ProviderPlugin(Rash.self))
        let (report, targets, _) = try await venue.run(.backfill, ["days"], now: "2024-01-06T00:00:00Z") { _ in
            (200, "{}")
        }
        #expect(targets.isEmpty)
        #expect(report.failure?.message.contains("axis of rows") == true)
        #expect(UnitExpectation.continuous(lag: 1).fault(of: [StandingOfDays.dataset]) != nil)
        #expect(UnitExpectation.sessions(.xnys, recheck: 1).fault(of: [StandingOfDays.dataset]) == nil)
        #expect(UnitExpectation.continuous(lag: 1).fault(of: [Rash.rows]) == nil)
    }

    private enum StandingOfDays {
        static let dataset = Dataset(
            "days", .series(axis: "day", isDense: true), "Days.", columns: [Column("day", .day)], key: ["day"])
    }

    @Test("A walk without end is given up after as many pages as the job allows")
    func endless() async throws {
        let page = Mutex(0)
        let found = try await Self.run("endless") {
            let number = page.withLock {
                $0 += 1
                return $0
            }
            return Self.body(("endless", Self.ten + number, "1"))
        } change: {
            $0.options.maximumPages = 20
        }
        #expect(found.code == .malformed)
        #expect(found.unit?.reason?.code == "endless_walk")
        #expect(page.withLock { $0 } == 20)
    }

    @Test(
        "Rows of another unit's key are refused, in files as in tables; the other's stay as they are",
        arguments: [["csv"], ["sqlite"], ["csv", "sqlite"]])
    func foreignKeys(sinks: [String]) async throws {
        let venue = try Venue(ProviderPlugin(Rash.self))
        let (report, _, units) = try await venue.run(
            .backfill, ["a", "b"], now: Self.now, change: { $0.sinks = sinks }
        ) {
            _ in (200, Self.body(("a", Self.ten, "1")))
        }
        #expect(report.exitCode == .partial || report.exitCode == .malformed)
        let failed = units.filter { $0.result == .failed }
        #expect(failed.count == 1)
        #expect(failed.first?.reason?.code == "key_taken")
        #expect(units.count { $0.result == .done } == 1)
    }
}
