import Archive
import Orchestrator
import PluginKit
import Synchronization
import Tabular
import TestWorld
import Testing

/// Markets that a run lets in, follows and lets go, over a provider of an invented venue.
@Suite("Markets are let in, followed and let go")
struct FollowingTests {
    private func files(_ venue: Venue) -> [String] {
        venue.folder.files(under: "archive/bazaar/ticks").map { String($0.split(separator: ".")[0]) }.sorted()
    }

    private func stall(_ count: Int = 5) -> Stall {
        Stall((1...count).map { Stall.Market(id: "M\($0)", kind: $0 % 2 == 0 ? "even" : "odd", volume: $0) })
    }

    @Test("as many as the limit says, the largest first; the same job run twice follows the same; a larger limit adds")
    func places() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        let first = try await venue.run(.backfill, [], now: "2024-01-02T13:00:00Z", answers: stall.answer)
        #expect(first.report.exitCode == .success)
        #expect(files(venue) == ["M4", "M5"])
        #expect(first.targets.first == "/clock", "facts come first")
        #expect(first.report.markets.map { "\($0.markets) \($0.prices)" } == ["2 6"])
        let second = try await venue.run(.backfill, [], now: "2024-01-02T13:01:00Z", answers: stall.answer)
        #expect(second.report.exitCode == .success && second.targets.isEmpty, "nothing is due a minute later")
        let third = try await venue.run(
            .backfill, [], now: "2024-01-02T13:02:00Z", change: { $0.selection.limit = .count(3) },
            answers: stall.answer)
        #expect(files(venue) == ["M3", "M4", "M5"])
        #expect(third.targets.allSatisfy { !$0.hasPrefix("/list") }, "widening needs no new walk")
        _ = try await venue.run(
            .update, [], now: "2024-01-02T14:00:00Z", change: { $0.selection.limit = .all }, answers: stall.answer)
        #expect(files(venue) == ["M1", "M2", "M3", "M4", "M5"])
    }

    @Test("categories, names and datasets narrow what is let in; an unknown category is 64 with the nearest")
    func selections() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        let wrong = try await venue.run(
            .backfill, [], now: "2024-01-02T13:00:00Z", change: { $0.selection.categories = ["evn"] },
            answers: stall.answer)
        #expect(wrong.report.exitCode == .usage)
        #expect(wrong.report.failure?.fix == "did you mean even?")
        _ = try await venue.run(
            .backfill, [], now: "2024-01-02T13:01:00Z", change: { $0.selection.categories = ["EVEN"] },
            answers: stall.answer)
        #expect(files(venue) == ["M2", "M4"])
        let named = try await venue.run(
            .backfill, [], now: "2024-01-02T13:02:00Z", change: { $0.selection.subjects = ["M1", "M9"] },
            answers: stall.answer)
        #expect(files(venue) == ["M1", "M2", "M4"])
        #expect(
            named.report.exitCode == .partial
                && named.units.first { $0.result == .absent }?.reason?.code == "unknown_market")
        #expect(named.targets.allSatisfy { !$0.hasPrefix("/list") })
        let unknown = try await venue.run(
            .update, [], now: "2024-01-02T13:03:00Z", change: { $0.selection.subjects = ["M3"] }, answers: stall.answer)
        #expect(unknown.report.exitCode == .usage)
    }

    @Test(
        """
        what a complete walk did not show is asked for in batches: moved on, or a tombstone that is asked for ever \
        less often
        """
    )
    func confirmation() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        _ = try await venue.run(
            .backfill, [], now: "2024-01-02T13:00:00Z", change: { $0.selection.limit = .all }, answers: stall.answer)
        for id in ["M1", "M2", "M3"] { stall.change(id) { $0.isListed = false } }
        stall.change("M1") { $0.ended = 1_704_204_000 }
        stall.change("M2") { $0.isKnown = false }
        let second = try await venue.run(.update, [], now: "2024-01-03T13:00:00Z", answers: stall.answer)
        #expect(second.targets.filter { $0.hasPrefix("/ask") } == ["/ask?ids=M1-M2", "/ask?ids=M3"])
        #expect(second.report.exitCode == .success)
        let reader = try ArchiveReader.openReadOnly(at: venue.folder.path + "/archive", sinks: RunDesk.sinks)
        var gone: [String] = []
        try reader.record.eachFollowed(of: "bazaar") { subject in
            if subject.cause != nil { gone.append(subject.name) }
            return true
        }
        #expect(gone == ["M2"])
        #expect(try reader.record.unit(UnitName(text: "ticks(M1)"), of: "bazaar")?.state == .sealed)
        #expect(try reader.record.unit(UnitName(text: "ticks(M3)"), of: "bazaar")?.state == .admitted)
        // The ended one costs nothing; the one that is gone is asked for after a day, then after two.
        let third = try await venue.run(.update, [], now: "2024-01-03T18:00:00Z", answers: stall.answer)
        #expect(third.targets.filter { $0.hasPrefix("/ask") } == ["/ask?ids=M3"])
        #expect(!third.targets.contains { $0.contains("id=M1") || $0.contains("id=M2") })
        let fourth = try await venue.run(.update, [], now: "2024-01-04T18:00:00Z", answers: stall.answer)
        #expect(fourth.targets.filter { $0.hasPrefix("/ask") } == ["/ask?ids=M2-M3"])
        let fifth = try await venue.run(.update, [], now: "2024-01-05T18:30:00Z", answers: stall.answer)
        #expect(fifth.targets.filter { $0.hasPrefix("/ask") } == ["/ask?ids=M3"])
    }

    @Test(
        "a market in a row that cannot be read is there: it is not asked for directly, not gone, and its series go on")
    func kept() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        _ = try await venue.run(
            .backfill, [], now: "2024-01-02T13:00:00Z", change: { $0.selection.limit = .all }, answers: stall.answer)
        for id in ["M1", "M2"] { stall.change(id) { $0.isOdd = true } }
        stall.change("M2") { $0.isListed = false }
        let second = try await venue.run(.update, [], now: "2024-01-03T13:00:00Z", answers: stall.answer)
        #expect(second.targets.filter { $0.hasPrefix("/ask") } == ["/ask?ids=M2"])
        for id in ["M1", "M2"] { #expect(second.targets.contains { $0.hasPrefix("/ticks?id=\(id)") }) }
        let reader = try ArchiveReader.openReadOnly(at: venue.folder.path + "/archive", sinks: RunDesk.sinks)
        try reader.record.eachFollowed(of: "bazaar") { subject in
            #expect(subject.cause == nil && subject.note.contains("1704189600"))
            return true
        }
        // The control: a new market in such a row is not known yet.
        stall.markets.withLock { $0.append(Stall.Market(id: "M9", isOdd: true)) }
        _ = try await venue.run(.update, [], now: "2024-01-03T14:00:00Z", answers: stall.answer)
        let known = try ArchiveReader.openReadOnly(at: venue.folder.path + "/archive", sinks: RunDesk.sinks).record
            .subjectCounts(of: "bazaar")
            .known
        #expect(known == 5)
    }

    @Test("a market that comes back in a row that cannot be read is looked at again at once")
    func back() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        _ = try await venue.run(
            .backfill, [], now: "2024-01-02T13:00:00Z", change: { $0.selection.limit = .all }, answers: stall.answer)
        stall.change("M1") { ($0.isListed, $0.isKnown) = (false, false) }
        let gone = try await venue.run(.update, [], now: "2024-01-03T13:00:00Z", answers: stall.answer)
        #expect(!gone.targets.contains { $0.hasPrefix("/ticks?id=M1") })
        stall.change("M1") { ($0.isListed, $0.isKnown, $0.isOdd) = (true, true, true) }
        let back = try await venue.run(.update, [], now: "2024-01-03T19:00:00Z", answers: stall.answer)
        #expect(back.targets.contains { $0.hasPrefix("/ticks?id=M1") }, "\(back.targets)")
    }

    @Test("stopped between two direct questions, the next run asks for those that are left, and for nobody twice")
    func stoppedConfirmation() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall(6)
        _ = try await venue.run(
            .backfill, [], now: "2024-01-02T13:00:00Z", change: { $0.selection.limit = .all }, answers: stall.answer)
        for id in ["M1", "M2", "M3", "M4", "M5"] { stall.change(id) { $0.isListed = false } }
        stall.change("M3") { $0.isKnown = false }
        let stop = StopSignal()
        let stopped = try await venue.run(.update, [], now: "2024-01-03T13:00:00Z", stop: stop) { target in
            if target == "/ask?ids=M3-M4" { stop.request() }
            return stall.answer(target)
        }
        #expect(stopped.report.exitCode == .tryAgain && stopped.report.remaining > 0)
        let asked = try await venue.run(.update, [], now: "2024-01-03T13:05:00Z", answers: stall.answer)
        let questions = asked.targets.filter { $0.hasPrefix("/ask") }
        #expect(
            questions == ["/ask?ids=M3-M4", "/ask?ids=M5"] || questions == ["/ask?ids=M5"],
            "the answer may have come in time")
        #expect(!asked.targets.contains { $0.hasPrefix("/list") }, "the walk itself was over")
        #expect(asked.report.exitCode == .success)
        let reader = try ArchiveReader.openReadOnly(at: venue.folder.path + "/archive", sinks: RunDesk.sinks)
        var gone: [String] = []
        try reader.record.eachFollowed(of: "bazaar") { subject in
            if subject.cause != nil { gone.append(subject.name) }
            return true
        }
        #expect(gone == ["M3"])
    }

    @Test("an ended market that the venue takes back is read on")
    func reopened() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall(1)
        stall.change("M1") { $0.ended = 1_704_200_400 }
        _ = try await venue.run(
            .backfill, [], now: "2024-01-02T16:00:00Z", change: { $0.selection.status = "settled" },
            answers: stall.answer)
        let before = try venue.file("bazaar/ticks/M1.csv").split(separator: "\n").count
        stall.change("M1") { $0.ended = nil }
        _ = try await venue.run(.update, [], now: "2024-01-02T19:30:00Z", answers: stall.answer)
        #expect(before == 4)
        #expect(try venue.file("bazaar/ticks/M1.csv").split(separator: "\n").count == 11)
    }

    @Test("nobody is let in from a list that broke in the middle; the next run reads it and lets the largest in")
    func brokenList() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        let broken = try await venue.run(.backfill, [], now: "2024-01-02T13:00:00Z") { target in
            target == "/list?after=4" ? (404, "{}") : stall.answer(target)
        }
        #expect(broken.report.exitCode == .partial)
        #expect(files(venue).isEmpty, "M4 was the largest that the half list had")
        _ = try await venue.run(.backfill, [], now: "2024-01-02T13:01:00Z", answers: stall.answer)
        #expect(files(venue) == ["M4", "M5"])
    }

    @Test("a cursor that is refused in the middle of a walk begins it anew, from a page that was there before")
    func refusedCursor() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        let refusals = Mutex(0)
        let run = try await venue.run(.backfill, [], now: "2024-01-02T13:00:00Z") { target in
            guard target == "/list?after=4",
                refusals.withLock({ count in
                    count += 1
                    return count == 1
                })
            else { return stall.answer(target) }
            return (200, #"{"refused": true}"#)
        }
        #expect(run.report.exitCode == .success, "\(run.report.troubles)")
        #expect(
            run.targets.filter { $0.hasPrefix("/list") } == [
                "/list", "/list?after=2", "/list?after=4", "/list", "/list?after=2", "/list?after=4",
            ])
        #expect(!run.targets.contains { $0.hasPrefix("/ask") })
    }

    @Test(
        """
        a batch of direct questions that has no believable answer is passed over: those behind it are asked, and it is \
        asked again
        """
    )
    func brokenBatch() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        _ = try await venue.run(
            .backfill, [], now: "2024-01-02T13:00:00Z", change: { $0.selection.limit = .all }, answers: stall.answer)
        for id in ["M1", "M2", "M3"] { stall.change(id) { $0.isListed = false } }
        let broken = try await venue.run(.update, [], now: "2024-01-03T13:00:00Z") { target in
            target == "/ask?ids=M1-M2" ? (200, #"{"nothing": 1}"#) : stall.answer(target)
        }
        #expect(broken.report.exitCode == .partial)
        // What cannot be read is looked at twice before it counts.
        #expect(broken.targets.filter { $0.hasPrefix("/ask") } == ["/ask?ids=M1-M2", "/ask?ids=M1-M2", "/ask?ids=M3"])
        let next = try await venue.run(.update, [], now: "2024-01-03T14:00:00Z", answers: stall.answer)
        #expect(next.targets.filter { $0.hasPrefix("/ask") } == ["/ask?ids=M1-M2", "/ask?ids=M3"])
        #expect(next.report.exitCode == .success)
    }

    @Test("an ended market that was read from a date on is sealed, and an earlier date reads what is before")
    func widened() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall(1)
        stall.change("M1") {
            $0.opened = 1_703_670_000
            $0.ended = 1_704_200_400
        }
        func backfill(_ start: String, now: String) async throws -> [String] {
            let change = { (job: inout Job) in
                job.selection.status = "settled"
                job.selection.start = Day(start)
            }
            return try await venue.run(.backfill, [], now: now, change: change, answers: stall.answer).targets.filter {
                $0.hasPrefix("/ticks")
            }
        }
        #expect(try await backfill("2024-01-02", now: "2024-01-02T16:00:00Z").count == 1)
        let few = try venue.file("bazaar/ticks/M1.csv").split(separator: "\n").count
        #expect(try await backfill("2024-01-02", now: "2024-01-02T17:00:00Z").isEmpty)
        #expect(try await backfill("2023-12-30", now: "2024-01-02T18:00:00Z").count == 1)
        #expect(try venue.file("bazaar/ticks/M1.csv").split(separator: "\n").count == few + 72)
        #expect(try await backfill("2023-12-30", now: "2024-01-02T19:00:00Z").isEmpty)
    }

    @Test("a list that is known and was never read is left alone by a job that names others")
    func leftAlone() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        // The page of one market tells of the list, which nobody reads.
        _ = try await venue.run(.backfill, [], now: "2024-01-02T13:00:00Z", change: { $0.selection.subjects = ["M1"] })
        { target in
            target.hasPrefix("/ask")
                ? (200, stall.answer(target).body.dropLast() + #", "also": "M7"}"#) : stall.answer(target)
        }
        let second = try await venue.run(
            .backfill, [], now: "2024-01-02T13:30:00Z", change: { $0.selection.subjects = ["M2"] },
            answers: stall.answer)
        #expect(second.report.exitCode == .success)
        #expect(!second.targets.contains { $0.contains("M7") })
        #expect(files(venue) == ["M1", "M2"])
    }

    @Test("a list that shows its first page for ever is stopped, and nobody is asked for directly")
    func ignoredCursor() async throws {
        let venue = try Venue(ProviderPlugin(Bazaar.self))
        let stall = stall()
        let pages = Mutex(0)
        let report = try await venue.run(.backfill, [], now: "2024-01-02T13:00:00Z") { target in
            guard target.hasPrefix("/list") else { return stall.answer(target) }
            let page = pages.withLock {
                $0 += 1
                return $0
            }
            return (200, stall.answer("/list").body.replacing(#""next": "2""#, with: #""next": "\#(page)""#))
        }
        #expect(report.units.first { !$0.isSeries && $0.result == .failed }?.reason?.code == "repeated_page")
        #expect(!report.targets.contains { $0.hasPrefix("/ask") })
        #expect(report.targets.filter { $0.hasPrefix("/list") }.count == 2)
    }
}

/// A venue of markets that live: what the list shows, what a direct question answers, and ticks every minute.
private final class Stall: Sendable {
    struct Market: Sendable {
        var id: String
        var kind = "a"
        var volume = 1
        var opened: Int64 = 1_704_189_600
        var ended: Int64?
        var isListed = true
        var isKnown = true
        /// When it opened cannot be read.
        var isOdd = false
    }

    let markets: Mutex<[Market]>
    let pageSize: Int

    init(_ markets: [Market], pageSize: Int = 2) {
        self.markets = Mutex(markets)
        self.pageSize = pageSize
    }

    func change(_ id: String, _ body: (inout Market) -> Void) {
        markets.withLock { markets in
            for index in markets.indices where markets[index].id == id { body(&markets[index]) }
        }
    }

    func answer(_ target: String) -> (status: Int, body: String) {
        let value = String(target.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).last ?? "")
        switch target.prefix(5) {
        case "/cloc": return (200, #"{"cutoff": 5}"#)
        case "/ask?":
            let ids = value.split(separator: "-").map(String.init)
            return (200, list(markets.withLock { $0.filter { ids.contains($0.id) && $0.isKnown } }, next: nil))
        case "/list":
            let all = markets.withLock { $0.filter { $0.isListed && $0.isKnown } }
            let first = target.contains("after=") ? Int(value) ?? 0 : 0
            let page = all.dropFirst(first).prefix(pageSize)
            return (200, list(Array(page), next: first + pageSize < all.count ? "\(first + pageSize)" : nil))
        default:
            let parts = target.split(whereSeparator: { "?&=-".contains($0) }).map(String.init)
            guard let lower = Int64(parts[4]), let upper = Int64(parts[5]) else { return (400, "{}") }
            let last = markets.withLock { $0.first { $0.id == parts[2] }?.ended ?? .max }
            let ticks = stride(from: (lower + 3599) / 3600 * 3600, to: min(upper, last), by: 3600).map {
                #"{"id": "\#(parts[2])", "at": \#($0), "price": 0.5}"#
            }
            return (200, #"{"ticks": [\#(ticks.joined(separator: ", "))]}"#)
        }
    }

    private func list(_ markets: [Market], next: String?) -> String {
        let rows = markets.map { market in
            let opened = market.isOdd ? "{}" : "\(market.opened)"
            return
                #"{"id": "\#(market.id)", "kind": "\#(market.kind)", "opened": \#(opened), "volume": \#(market.volume)"#
                + (market.ended.map { #", "ended": \#($0)"# } ?? "") + "}"
        }
        return #"{"markets": [\#(rows.joined(separator: ", "))]\#(next.map { #", "next": "\#($0)""# } ?? "")}"#
    }
}
