import GRDB
import Host
import PluginKit
import Tabular
import TestWorld

@testable import Archive

/// Nights of an archive of many units, as the ledger and the exchanges have them: each unit is asked once and is done.
/// No rows are stored.
struct Nights {
    let bench: ArchiveBench
    let units: [Int64]

    /// - Parameter count: of units; they were first worked on in a run of their own, on day 0.
    init(_ directory: TemporaryFolder, units count: Int, calls: any SystemCalls = HostCalls()) throws {
        let bench = try ArchiveBench(directory, calls: calls)
        let names = (0..<count).map { "U\($0)" }
        if try bench.archive.record.runIDs == nil {
            try bench.begin(day: 0)
            try bench.admit(names, datasets: [], day: 0)
            for name in names { _ = try bench.page(name) }
            try bench.end(day: 0)
        }
        self.bench = bench
        units = try names.map { try bench.unit($0).id }
    }

    /// The digest of a unit's answer on a day: no two are the same.
    static func digest(_ unit: Int64, _ day: Int) -> String {
        var state = UInt64(bitPattern: unit) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(day)
        return (0..<4).map { _ in
            state = (state ^ (state >> 31)) &* 0xBF58_476D_1CE4_E5B9 &+ 0x94D0_49BB_1331_11EB
            let digits = String(state, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// A run on a day.
    ///
    /// - Parameters:
    ///   - hasAsked: whether its summary says that it has asked anything.
    ///   - outcome: what a unit comes to, by its number; nil: the run does not work on it.
    func play(
        day: Int, hasAsked: Bool = true,
        outcome: (Int) -> UnitOutcome? = { _ in
            var outcome = UnitOutcome(.done, due: nil)
            outcome.counts.stored = 1
            return outcome
        }
    ) throws {
        try bench.begin(day: day)
        let run = bench.run
        try bench.archive.change { record in
            try record.write { db in
                for (index, unit) in units.enumerated() {
                    guard let outcome = outcome(index) else { continue }
                    let answer = AnswerRecord(
                        span: Samples.span(day..<day + 6), purpose: .extend,
                        received: Samples.noon(day).adding(seconds: Int64(index)), status: 200,
                        sha256: Self.digest(unit, day), bytes: 1500 + index, rows: 6)
                    try UnitChange(outcome, run: run, completed: nil).save(db, unit: unit)
                    try record.keep(answer, outcome, run: run, unit: unit, db)
                }
            }
        }
        var summary = RunSummary(run: run, ended: Samples.noon(day).adding(seconds: 600), exitCode: 0)
        summary.counts.requests = hasAsked ? units.count : 0
        summary.local = "2024-04-10 12:10:00"
        try bench.archive.endRun(summary)
    }

    /// Bytes of the database that are in use.
    var size: Int64 {
        get throws {
            try bench.archive.record.read { db in
                try (db.integer("PRAGMA page_count") ?? 0) * (db.integer("PRAGMA page_size") ?? 0)
                    - (db.integer("PRAGMA freelist_count") ?? 0) * (db.integer("PRAGMA page_size") ?? 0)
            }
        }
    }

    /// Of one number.
    func number(_ sql: String) throws -> Int64 { try bench.archive.record.read { try $0.integer(sql) ?? 0 } }
}
