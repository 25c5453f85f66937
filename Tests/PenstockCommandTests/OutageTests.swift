import Archive
import PluginKit
import Tabular
import Testing
import Upstream

@testable import Orchestrator
@testable import PenstockCommand

/// What a loud run says while an upstream is out.
@Suite("What a loud run says of an outage")
struct OutageTests {
    private static func unit(_ number: Int, _ code: String = "unreachable") -> UnitReport {
        Runs.unit("S\(number)", .failed) {
            $0.rows = 100
            $0.first = "2026-01-02"
            $0.last = "2026-11-20"
            let cause =
                code == "unreachable"
                ? "no connection: Connection refused, after 5 requests" : "not asked any more in this run"
            $0.reason = Reason(code, "yahoo: \(cause); asked: http://fake.test/v8/S\(number)?a=1. Check the network")
        }
    }

    private static func summary(_ units: [UnitReport], isDiagnosed: Bool, listing: Bool) throws -> String {
        var report = Runs.report()
        for unit in units { report.add(unit) }
        report.exitCode = .unavailable
        if isDiagnosed { report.diagnoses = [UpstreamDiagnosis(.outOfReach, upstream: "yahoo", host: "fake.test")] }
        var totals = Runs.totals(units)
        if !listing { totals.units = nil }
        return Runs.summary(try Runs.planned(.update, start: nil), report, totals)
    }

    @Test("a few: each has its line, none its address, and the cause is said once", arguments: [true, false])
    func few(isDiagnosed: Bool) throws {
        let units = (1...6).map { Self.unit($0) } + (7...9).map { Self.unit($0, "circuit_open") }
        let text = try Self.summary(units, isDiagnosed: isDiagnosed, listing: true)
        #expect(!text.contains("http://"), "\(text)")
        #expect(text.contains("S1  100 rows  2026-01-02..2026-11-20  unreachable\n"), "\(text)")
        #expect(text.contains("S9  100 rows  2026-01-02..2026-11-20  circuit open\n"), "\(text)")
        let causes =
            isDiagnosed
            ? ("", "")
            : (
                ": yahoo: no connection: Connection refused, after 5 requests",
                ": yahoo: not asked any more in this run"
            )
        #expect(text.contains("  failed      S1, S2, S3, S4, S5 and 1 more: unreachable\(causes.0)\n"), "\(text)")
        #expect(text.contains("              S7, S8 and S9: circuit open\(causes.1)\n"), "\(text)")
        #expect(text.split(separator: "\n").count { $0.contains("Connection refused") } == (isDiagnosed ? 0 : 1))
    }

    @Test("many: all are counted, not the first hundred; what failed by itself has its own line")
    func many() throws {
        let other = Runs.unit("BAD", .failed) { $0.reason = Reason("malformed", "the answer is not a chart") }
        let text = try Self.summary([other] + (1...490).map { Self.unit($0) }, isDiagnosed: true, listing: false)
        #expect(
            text.contains(
                """
                  failed      S1, S2, S3, S4, S5 and 485 more: unreachable\n              BAD: malformed: the answer \
                is not a chart\n
                """
            ))
        #expect(!text.contains("http://") && !text.contains("more: see the log"), "\(text)")
    }

    @Test("one alone has its line and its cause, as has what is no outage")
    func alone() throws {
        let text = try Self.summary([Self.unit(1), Runs.nope], isDiagnosed: false, listing: true)
        #expect(text.contains("Connection refused") && text.contains("unknown symbol: No data found"), "\(text)")
        #expect(!text.contains("http://"), "\(text)")
        #expect(!text.contains("  failed  "))
        // Logs keep each with its address.
        #expect(UnitWording.logLine(Self.unit(2)).contains("asked: http://fake.test/v8/S2"))
        let malformed = Reason("malformed", "odd; asked for more")
        #expect(OutageWording.cause(malformed) == malformed)
        #expect(
            OutageWording.cause(Reason("unreachable", "yahoo: gone; asked: http://x. Check"))
                == Reason("unreachable", "yahoo: gone"))
    }
}
