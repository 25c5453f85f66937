import Archive
import PluginKit
import Testing

@testable import Orchestrator

/// The exit code of a run, of what happened in it.
@Suite("Exit codes")
struct ExitCodeTests {
    static func unit(_ result: UnitReport.Result, isKnown: Bool = false) -> UnitReport {
        var unit = UnitReport(provider: "p", unit: UnitName(text: "u"), label: "u", isSeries: true, result: result)
        unit.isKnown = isKnown
        return unit
    }

    static func code(_ units: [(UnitReport, UnitFailure.Kind?)], isStrict: Bool = false, codes: Set<ExitCode> = [])
        -> Int32
    {
        var tally = RunTally()
        var counts = RunCounts()
        for (unit, kind) in units {
            tally.count(unit, failure: kind.map { UnitFailure($0, Reason("r")) }, isStrict: isStrict)
            counts += unit.counted
        }
        tally.codes.formUnion(codes)
        return tally.exitCode(of: counts).number
    }

    @Test("All done, or nothing to do, is 0")
    func success() {
        #expect(Self.code([]) == 0)
        #expect(Self.code([(Self.unit(.done), nil)]) == 0)
    }

    @Test("A new trouble among successes is 10; a known one is not, unless strict")
    func partial() {
        #expect(Self.code([(Self.unit(.done), nil), (Self.unit(.absent), nil)]) == 10)
        #expect(Self.code([(Self.unit(.done), nil), (Self.unit(.absent, isKnown: true), nil)]) == 0)
        #expect(Self.code([(Self.unit(.done), nil), (Self.unit(.absent, isKnown: true), nil)], isStrict: true) == 10)
        #expect(Self.code([(Self.unit(.incomplete), nil)]) == 10)
        #expect(Self.code([(Self.unit(.done), nil), (Self.unit(.failed), .transport)]) == 10)
    }

    @Test("Of two codes the graver counts, whichever they are; nothing is hidden by a success")
    func worst() {
        let ranked = ExitCode.precedence
        for (index, graver) in ranked.enumerated() {
            for milder in ranked[index...] {
                #expect(ExitCode.worst([milder, graver]) == graver, "\(graver.number) and \(milder.number)")
            }
        }
        #expect(ExitCode.worst([.success, ExitCode(137)]).number == 137)
        #expect(Set(ranked.map(\.number)) == [0, 10, 64, 65, 66, 69, 73, 74, 75, 77, 78])
        #expect(ExitCode.worst([]) == .success)
    }

    @Test("Nothing succeeded is 69; malformed throughout is 65; a refusing upstream is 69 whatever else succeeded")
    func unavailable() {
        #expect(Self.code([(Self.unit(.absent), nil)]) == 69)
        #expect(Self.code([(Self.unit(.failed), .transport)]) == 69)
        #expect(Self.code([(Self.unit(.failed), .malformed), (Self.unit(.failed), .malformed)]) == 65)
        #expect(Self.code([(Self.unit(.failed), .malformed), (Self.unit(.failed), .transport)]) == 69)
        #expect(Self.code([(Self.unit(.done), nil), (Self.unit(.failed), .refused)]) == 69)
    }

    @Test("When several apply, the order is 74 73 78 77 75 69 65 10")
    func precedence() {
        #expect(Self.code([(Self.unit(.done), nil), (Self.unit(.failed), .integrity)]) == 74)
        #expect(Self.code([(Self.unit(.failed), .transport)], codes: [.tryAgain]) == 75)
        #expect(ExitCode.worst([.partial, .cannotWrite, .integrity]) == .integrity)
        #expect(ExitCode.worst([.success, .partial]) == .partial)
        #expect(ExitCode.worst([.malformed, .unavailable, .tryAgain, .credentials, .configuration]) == .configuration)
    }
}
