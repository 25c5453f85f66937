import Foundation
import Host
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// Runs that are older than a year: what stays, what is added up, and what is said of it.
@Suite("Old runs fold into months")
struct FoldingTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private static func stored(_ rows: Int) -> UnitOutcome {
        var outcome = UnitOutcome(.done, due: nil)
        outcome.counts.stored = rows
        return outcome
    }

    private static var lacking: UnitOutcome {
        var outcome = UnitOutcome(.incomplete(Reason("missing", "2024-01-12")), due: nil)
        (outcome.counts.stored, outcome.counts.aside.quarantined, outcome.counts.gapsOpen) = (2, 3, 1)
        return outcome
    }

    /// Runs 2 to 5: two in January, two in February 2024; unit 2 is asked by the first two only.
    private func tell(_ calls: any SystemCalls = HostCalls()) throws -> Nights {
        let nights = try Nights(directory, units: 3, calls: calls)
        try nights.play(day: 10) { $0 == 1 ? Self.lacking : Self.stored(5) }
        try nights.play(day: 11) { $0 == 2 ? UnitOutcome(.failed(Reason("status", "500")), due: nil) : Self.stored(1) }
        for day in [40, 41] { try nights.play(day: day) { $0 == 2 ? nil : Self.stored(1) } }
        return nights
    }

    private static let sums = """
        SELECT (SELECT count(*) FROM answers) + (SELECT coalesce(sum(answers), 0) FROM unit_months),
            (SELECT sum(bytes) FROM answers) + (SELECT coalesce(sum(bytes), 0) FROM unit_months),
            (SELECT sum(rows_stored) FROM run_units) + (SELECT coalesce(sum(rows_stored), 0) FROM unit_months),
            (SELECT count(*) FROM run_units)
                + (SELECT coalesce(sum(done + incomplete + absent + failed), 0) FROM unit_months),
            (SELECT count(*) FROM run_units) + (SELECT coalesce(sum(units), 0) FROM run_outcomes)
        """

    @Test("a year later a unit has a row a month, and of it stays what is as good as new: its last good run and later")
    func folded() throws {
        let nights = try tell()
        let record = nights.bench.archive.record
        let before = try (1...5).map { try #require(try record.account(ofRun: $0)) }
        let reasons = try record.reasons(ofRun: 2).map(\.reason)
        let tries = try record.failedTries(of: nights.units[2], before: 6)
        #expect(tries.map(\.count) == [1])
        try nights.play(day: 407) { $0 == 2 ? nil : Self.stored(1) }
        for (run, old) in zip(Int64(1)..., before) {
            let new = try #require(try record.account(ofRun: run))
            #expect(new.run == old.run && new.outcomes == old.outcomes && new.aside == old.aside, "run \(run)")
            #expect(new.quarantinedCount == old.quarantinedCount && new.troubleCount == old.troubleCount)
            #expect(new.troubles.count == new.troubleCount - new.folded.troubles)
            #expect(new.quarantined.count == new.quarantinedCount - new.folded.quarantined)
        }
        // Run 2 is the last good one of the last unit, run 3 the one that failed.
        #expect(try (1...5).map { try record.account(ofRun: $0)?.folded.units } == [3, 2, 2, 2, 0])
        #expect(try record.reasons(ofRun: 2).map(\.reason) == reasons && reasons.map(\.code) == ["missing"])
        #expect(try record.failedTries(of: nights.units[2], before: 7) == tries)
        #expect(try record.lastOutcome(of: nights.units[2])?.run == 3)
        try nights.bench.archive.close()
        #expect(
            try dump(
                directory,
                """
                SELECT month, unit, first_run, last_run, done, incomplete, failed, rows_stored, rows_quarantined, \
                answers, bytes, rows, lower - \(Samples.day0), upper - \(Samples.day0), lower(hex(sha256)) FROM \
                unit_months
                """
            ) == [
                "2024-01|1|1|3|3|0|0|6|0|2|3000|12|10|17|\(Nights.digest(nights.units[0], 11))",
                "2024-01|2|1|3|2|1|0|3|3|2|3002|12|10|17|\(Nights.digest(nights.units[1], 11))",
                "2024-01|3|1|1|1|0|0|0|0|0|0|0|null|null|",
                "2024-02|1|4|4|1|0|0|1|0|1|1500|6|40|46|\(Nights.digest(nights.units[0], 40))",
                "2024-02|2|4|4|1|0|0|1|0|1|1501|6|40|46|\(Nights.digest(nights.units[1], 40))",
            ])
        #expect(
            try dump(directory, "SELECT run, unit, outcome FROM run_units ORDER BY 1, 2") == [
                "2|3|done", "3|3|failed", "5|1|done", "5|2|done", "6|1|done", "6|2|done",
            ])
        #expect(try dump(directory, "SELECT count(*) FROM exchange_kinds WHERE run IN (1, 4)") == ["0"])
    }

    @Test("what is added up is all there was, and so it is whatever folds further")
    func sums() throws {
        let nights = try tell()
        try nights.bench.archive.close()
        let before = try dump(directory, Self.sums)
        for day in [409, 900] {
            let later = try Nights(directory, units: 3)
            try later.play(day: day) { _ in nil }
            try later.bench.archive.close()
            #expect(try dump(directory, Self.sums) == before, "day \(day)")
        }
        #expect(try dump(directory, "SELECT value FROM archive WHERE name = 'folded'") == ["6"])
    }

    @Test("only a run that has asked an upstream folds, and only what is older than a year by its clock")
    func notYet() throws {
        let nights = try tell()
        func folded() throws -> Int64 { try nights.number("SELECT coalesce(max(last_run), 0) FROM unit_months") }
        try nights.play(day: 409, hasAsked: false)
        #expect(try folded() == 0)
        try nights.play(day: 377)
        #expect(try folded() == 2)
    }

    @Test("a run that was ahead of its time stays whole, and those behind it fold")
    func ahead() throws {
        let nights = try Nights(directory, units: 2)
        for day in [10, 5000, 11, 12, 500] { try nights.play(day: day, hasAsked: day == 500) }
        #expect(try nights.number("SELECT count(*) FROM run_units WHERE run = 3") == 2)
        #expect(try nights.number("SELECT count(*) FROM run_units WHERE run IN (1, 2, 4, 5)") == 0)
    }

    @Test("at the end of a run about so much is folded, at least one run, and the next goes on behind it")
    func bounded() throws {
        let nights = try Nights(directory, units: 4)
        for day in 1...6 { try nights.play(day: day) }
        try nights.play(day: 600, hasAsked: false)
        let record = nights.bench.archive.record
        for last: Int64 in [2, 4, 6] {
            try nights.bench.archive.change { try $0.fold(by: 8, atOnce: 6) }
            #expect(try nights.number("SELECT max(last_run) FROM unit_months") == last)
            #expect(try nights.number("SELECT count(*) FROM run_units WHERE run <= \(last)") == 0)
        }
        #expect(try record.account(ofRun: 7)?.folded.units == 0)
    }

    @Test("killed at any call at the end of a run, it is folded or not, and nothing is lost or counted twice")
    func killed() throws {
        var step = 0
        while true {
            step += 1
            let directory = try TemporaryFolder(inMemory: true)
            let nights = try Nights(directory, units: 2)
            for day in 1...3 { try nights.play(day: day) }
            try nights.bench.archive.close()
            let before = try dump(directory, Self.sums)
            let calls = FaultyCalls(.stop(at: step))
            do {
                let faulty = try Nights(directory, units: 2, calls: calls)
                try faulty.play(day: 600) { _ in nil }
                try faulty.bench.archive.close()
            } catch {}
            let again = try Nights(directory, units: 2)
            try again.bench.archive.close()
            #expect(try dump(directory, Self.sums) == before, "step \(step)")
            if !calls.hasFaulted { break }
        }
        #expect(step > 3)
    }

    @Test("rows by day, readings of a list and changes say no more than is known of a month")
    func readers() throws {
        let nights = try tell()
        let record = nights.bench.archive.record
        let list = try #require(try record.unit(nights.units[0]))
        func wasRead(_ after: Int, _ before: Int) throws -> Bool {
            try record.wasRead(
                list, after: Day(number: Samples.day0 + Int64(after)), before: Day(number: Samples.day0 + Int64(before))
            )
        }
        #expect(try wasRead(10, 12) && !wasRead(11, 40) && !wasRead(41, 50))
        #expect(try record.rowsPerDay(of: "p", days: 90).map(\.rows) == [18, 18, 12, 12])
        let changes = try record.changes(since: 2)
        #expect(changes.stored.map(\.rows) == [6] && changes.foldedThrough == nil)
        try nights.play(day: 407) { $0 == 2 ? nil : Self.stored(1) }
        // Of January the first and the last reading are known.
        #expect(try wasRead(10, 12) && !wasRead(11, 40) && !wasRead(41, 50) && wasRead(9, 11))
        #expect(try record.rowsPerDay(of: "p", days: 400).map(\.rows) == [12, 12])
        // Run 3 stored two rows that are known together with those of runs 1 and 2.
        let later = try record.changes(since: 2)
        #expect(later.stored.map(\.rows) == [6] && later.foldedThrough == 3)
        let whole = try record.changes(since: 3)
        #expect(whole.stored.map(\.rows) == [6] && whole.foldedThrough == nil)
        #expect(try record.changes(since: 0).addedCount == 3 && record.changes(since: 1).addedCount == 0)
    }

    // MARK: Years

    /// Bytes that a unit adds in a year, of the two last of four; a night every third day.
    private func yearly(hasAsked: Bool) throws -> Int64 {
        let nights = try Nights(try TemporaryFolder(inMemory: true), units: 20)
        var sizes: [Int64] = []
        for year in 0..<4 {
            for night in 1...122 { try nights.play(day: year * 366 + night * 3, hasAsked: hasAsked) }
            sizes.append(try nights.size)
        }
        return (sizes[3] - sizes[1]) / 2 / 20
    }

    @Test("once there is a year of nights, another adds months")
    func years() throws {
        let growth = try yearly(hasAsked: true)
        #expect(growth < 4500, "\(growth)")
    }

    @Test("control: where nothing is folded another adds nights")
    func yearsUnfolded() throws {
        let growth = try yearly(hasAsked: false)
        #expect(growth > 6500, "\(growth)")
    }

    @Test(
        "ten years of nights of 503 units are under 60 MB",
        .enabled(if: ProcessInfo.processInfo.environment["PENSTOCK_TEN_YEARS"] != nil, "it takes minutes"))
    func tenYears() throws {
        let nights = try Nights(directory, units: 503)
        var sizes: [Int64] = []
        for day in 1...3653 where day % 7 < 5 {
            try nights.play(day: day)
            sizes.append(try nights.size)
        }
        print(
            """
            record-growth: \((sizes[200] - sizes[20]) / 180) bytes a night in the first year, \
            \((sizes[sizes.count - 1] - sizes[sizes.count - 1001]) / 1000) in the last years, \
            \(sizes[sizes.count - 1]) after \(sizes.count) nights
            """)
        #expect(try nights.size < 60_000_000)
    }
}
