import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// What was asked of units, what came and what they came to, as the record keeps it and as people read it.
@Suite("Exchanges in the record")
struct ExchangeTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private static let digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

    private func answer(_ second: Int64, _ purpose: Purpose = .extend, isDirect: Bool = false, rows: Int = 6)
        -> AnswerRecord
    {
        AnswerRecord(
            span: isDirect ? nil : Samples.span(0..<9), purpose: purpose, isDirect: isDirect,
            received: Samples.noon(100).adding(seconds: second), status: 200, sha256: Self.digest, bytes: 10, rows: rows
        )
    }

    @Test("what exchanges of a run have in common is kept once, and each is read as it came")
    func kinds() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["A", "B", "list"], datasets: [])
        let answers = [
            "A": [answer(5)], "B": [answer(3)],
            "list": [answer(1, .recheck), answer(2, .recheck), answer(9, isDirect: true, rows: 0)],
        ]
        for (name, pages) in answers.sorted(by: { $0.key < $1.key }) {
            for (index, page) in pages.enumerated() {
                let isLast = index == pages.count - 1
                _ = try bench.page(
                    name,
                    progress: isLast
                        ? .finished(UnitOutcome(.done, due: nil)) : .next(cursor: "\(index)", purpose: .extend)
                ) { $0.answer = page }
            }
        }
        try bench.end()
        for (name, pages) in answers {
            #expect(try bench.archive.record.answers(of: bench.unit(name).id) == pages, "\(name)")
        }
        try bench.archive.close()
        #expect(try dump(directory, "SELECT count(*) FROM exchange_kinds") == ["3"])
        #expect(
            try dump(
                directory,
                "SELECT unit, page, purpose, received, status, sha256, bytes, rows FROM answers ORDER BY unit, page"
            ) == [
                "1|0|extend|2024-04-10T12:00:05.000000Z|200|\(Self.digest)|10|6",
                "2|0|extend|2024-04-10T12:00:03.000000Z|200|\(Self.digest)|10|6",
                "3|0|recheck|2024-04-10T12:00:01.000000Z|200|\(Self.digest)|10|6",
                "3|1|recheck|2024-04-10T12:00:02.000000Z|200|\(Self.digest)|10|6",
                "3|2|confirm|2024-04-10T12:00:09.000000Z|200|\(Self.digest)|10|0",
            ])
        #expect(try dump(directory, "SELECT unit, outcome FROM run_units") == ["1|done", "2|done", "3|done"])
        #expect(
            try dump(directory, "SELECT DISTINCT first_run, last_run, good_run FROM units") == ["1|1|1"])
    }

    @Test("a unit that ends twice in a run has one end, with both answers and the sum of its counts")
    func twice() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        var outcome = UnitOutcome(.incomplete(Reason("missing")), due: nil)
        (outcome.counts.stored, outcome.counts.gapsOpen) = (4, 2)
        for second: Int64 in [7, 2] {
            try bench.admit(["A"], datasets: [])
            _ = try bench.page("A", progress: .finished(outcome)) { $0.answer = answer(second) }
        }
        // Without an answer too.
        try bench.admit(["A"], datasets: [])
        try bench.archive.fail(bench.unit("A"), run: bench.run, reason: Reason("status", "500"))
        try bench.admit(["A"], datasets: [])
        try bench.archive.fail(bench.unit("A"), run: bench.run, reason: Reason("status", "503"))
        try bench.end()
        let unit = try bench.unit("A").id
        #expect(try bench.archive.record.answers(of: unit) == [answer(7), answer(2)])
        let last = try #require(try bench.archive.record.lastOutcome(of: unit))
        #expect(last.outcome == "failed" && last.reason == Reason("status", "503") && last.run == 1)
        try bench.archive.close()
        #expect(
            try dump(directory, "SELECT outcome, detail, rows_stored, gaps FROM run_units") == ["failed|503|8|0"])
        #expect(try dump(directory, "SELECT last_run, good_run FROM units") == ["1|1"])
    }

    @Test("what a step has kept goes with it, and what it had in common with others is kept anew")
    func undone() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["A"], datasets: [])
        let unit = try bench.unit("A").id
        let record = bench.archive.record
        func keep() throws {
            try record.write { db in
                try record.keep(answer(1), UnitOutcome(.done, due: nil), run: bench.run, unit: unit, db)
            }
        }
        _ = Result {
            try bench.archive.grouped { group in
                try group.staging {
                    try keep()
                    throw ArchiveError(.misuse, "as a test")
                }
            }
        }
        try bench.archive.change { _ in try keep() }
        try bench.end()
        #expect(try record.answers(of: unit) == [answer(1)])
        try bench.archive.close()
        #expect(try dump(directory, "SELECT kind, outcome FROM exchange_kinds") == ["0|done"])
    }

    @Test("more kinds than are remembered: each exchange has its own", arguments: [1, 200])
    func many(distinct: Int) throws {
        let nights = try Nights(directory, units: 200)
        try nights.play(day: 1) { index in
            var outcome = UnitOutcome(.done, due: nil)
            outcome.counts.stored = index % distinct
            return outcome
        }
        #expect(try nights.number("SELECT count(*) FROM exchange_kinds WHERE run = 2") == Int64(distinct))
        #expect(
            try nights.number("SELECT sum(rows_stored) FROM run_units WHERE run = 2")
                == Int64((0..<200).reduce(0) { $0 + $1 % distinct }))
        #expect(try nights.number("SELECT count(DISTINCT received) FROM answers WHERE run = 2") == 200)
    }

    @Test("a digest that is none is refused")
    func noDigest() throws {
        let bench = try ArchiveBench(directory)
        try bench.begin()
        try bench.admit(["A"], datasets: [])
        let error = #expect(throws: ArchiveError.self) {
            _ = try bench.page("A") {
                $0.answer = AnswerRecord(
                    span: nil, purpose: .extend, received: Samples.noon(1), status: 200, sha256: "none", bytes: 1,
                    rows: 0)
            }
        }
        #expect(error?.code == .misuse)
    }

    // MARK: What a night costs

    /// Bytes for a unit and a night, of 25 nights.
    private func growth(units: Int, outcome: (Int) -> UnitOutcome? = { _ in UnitOutcome(.done, due: nil) }) throws
        -> Int64
    {
        let nights = try Nights(try TemporaryFolder(inMemory: true), units: units)
        for day in 1...5 { try nights.play(day: day, outcome: outcome) }
        let before = try nights.size
        for day in 6...30 { try nights.play(day: day, outcome: outcome) }
        return try (nights.size - before) / Int64(25 * units)
    }

    @Test("a night adds at most 68 bytes for a unit, however many there are")
    func linear() throws {
        let (few, many) = try (growth(units: 150), growth(units: 300))
        #expect(few <= 68 && many <= 68, "\(few) and \(many)")
        #expect(many <= few + 2, "\(few) and \(many)")
    }

    @Test("control: units that have nothing in common cost more")
    func control() throws {
        let growth = try growth(units: 150) {
            UnitOutcome(.incomplete(Reason("missing", "a text of U\($0)")), due: nil)
        }
        #expect(growth > 68, "\(growth)")
    }
}
