import ArchiveUpkeep
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// The owner's word that a unit is over.
@Suite("Retired units")
struct RetireTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func filled(_ directory: TemporaryFolder) throws {
        let bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"])
        try bench.begin()
        try bench.admit(["AAPL", "MSFT"])
        for symbol in ["AAPL", "MSFT"] {
            _ = try bench.page(symbol, [SeriesChange(Samples.bars, .append(Samples.bars(symbol, 0..<5)))]) { page in
                page.coverage = Coverage([
                    CoverageSpan(Samples.span(0..<5), .stored),
                    CoverageSpan(Samples.span(5..<8), .gap(Reason("missing"), tries: 2, next: Samples.noon(110))),
                ])
            }
        }
        // What an interrupted run has left of it.
        try bench.admit(["AAPL"])
        try bench.archive.commit()
        try bench.archive.close()
    }

    private static var retired: Coverage {
        Coverage([
            CoverageSpan(Samples.span(0..<5), .stored),
            CoverageSpan(Samples.span(5..<20), .unavailable(Reason(Reason.retired))),
        ])
    }

    @Test("rows stay, nothing is due, the frontier lets it go, and taking it back makes the rest unknown again")
    func retired() throws {
        try filled(directory)
        let bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"])
        let unit = try bench.unit("AAPL")
        try bench.archive.retire([(unit, Self.retired)], now: Samples.noon(120))
        let retired = try bench.unit("AAPL")
        #expect(retired.state == .sealed && retired.due == nil && retired.retired == Samples.noon(120))
        #expect(try bench.stored("AAPL") == Samples.bars("AAPL", 0..<5))
        #expect(try bench.archive.record.frontierUnits().isEmpty)
        #expect(try bench.archive.record.dueUnits(of: "p", by: Samples.noon(9_000)).allSatisfy { $0 != unit.id })
        // Nothing that settles or reopens units speaks of it.
        try bench.archive.settle([SettledUnit(retired, due: Samples.noon(1), isSealed: false)], run: 1)
        #expect(try bench.unit("AAPL").state == .sealed)
        try bench.archive.change { try $0.reopen([retired], now: Samples.noon(130)) }
        let again = try bench.unit("AAPL")
        #expect(again.state == .admitted && again.due == Samples.noon(130) && again.retired == nil)
        #expect(
            try bench.archive.record.coverage(of: unit.id) == Coverage([CoverageSpan(Samples.span(0..<5), .stored)]))
        #expect(try bench.unit("MSFT").state == .admitted)
        try bench.archive.close()
        #expect(try VerificationSpecimen(directory).verify().isSound)
    }

    @Test("killed anywhere it is whole or not begun, and can be told again")
    func killed() throws {
        var step = 0
        while true {
            step += 1
            let directory = try TemporaryFolder(inMemory: true)
            try filled(directory)
            let calls = FaultyCalls(.stop(at: step))
            do {
                let faulty = try ArchiveBench(directory, calls: calls, sinks: ["lines", "sqlite"])
                try faulty.archive.retire([(faulty.unit("AAPL"), Self.retired)], now: Samples.noon(120))
                try faulty.archive.close()
            } catch {}
            let again = try ArchiveBench(directory, sinks: ["lines", "sqlite"])
            let unit = try again.unit("AAPL")
            let coverage = try again.archive.record.coverage(of: unit.id)
            #expect((unit.retired != nil) == (coverage == Self.retired), "step \(step)")
            #expect((unit.retired != nil) == (unit.state == .sealed), "step \(step)")
            try again.archive.retire([(unit, Self.retired)], now: Samples.noon(120))
            #expect(try again.archive.record.coverage(of: unit.id) == Self.retired)
            #expect(try again.stored("AAPL").count == 5)
            try again.archive.close()
            if !calls.hasFaulted { break }
        }
        #expect(step > 1)
    }

    @Test("a span that is unavailable for another reason stays so")
    func otherReasons() throws {
        try filled(directory)
        let bench = try ArchiveBench(directory, sinks: ["lines", "sqlite"])
        let other = CoverageSpan(Samples.span(-9..<0), .unavailable(Reason("expired")))
        try bench.archive.retire([(bench.unit("AAPL"), Coverage([other] + Self.retired.spans))], now: Samples.noon(120))
        try bench.archive.change { try $0.reopen([bench.unit("AAPL")], now: Samples.noon(121)) }
        #expect(try bench.archive.record.coverage(of: bench.unit("AAPL").id).spans.first == other)
        #expect(Self.retired.spans.map(\.state.isRetired) == [false, true] && !other.state.isRetired)
    }
}
