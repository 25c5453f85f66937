import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Archive

/// The counts of a run in the one table that names them, and as the ledger adds them up.
@Suite("The counts of a run, and the table of what they are called")
struct RunCountsTests {
    /// Counts that none of these keys leads to.
    private static func leftOut(of keys: [RunCounts.Key]) -> [String] {
        var counts = RunCounts()
        for key in keys { counts[keyPath: key.path] = 1 }
        func zeros(_ value: Any) -> [String] {
            Mirror(reflecting: value).children.flatMap { child in
                (child.value as? Int).map { $0 == 0 ? [child.label ?? ""] : [] } ?? zeros(child.value)
            }
        }
        return zeros(counts)
    }

    /// A number of its own for each of these keys, from a first one on.
    private static func counts(_ keys: [RunCounts.Key], from first: Int) -> RunCounts {
        var counts = RunCounts()
        for (offset, key) in keys.enumerated() { counts[keyPath: key.path] = first + offset }
        return counts
    }

    @Test("every count is in the table, once; all of them add up")
    func table() {
        #expect(Self.leftOut(of: RunCounts.keys) == [])
        #expect(Set(RunCounts.keys.map(\.name)).count == RunCounts.keys.count)
        #expect(Set(RunCounts.keys.map(\.path)).count == RunCounts.keys.count)
        var sum = Self.counts(RunCounts.keys, from: 1)
        sum += Self.counts(RunCounts.keys, from: 100)
        for (offset, key) in RunCounts.keys.enumerated() {
            #expect(sum[keyPath: key.path] == 101 + 2 * offset, "\(key.name)")
        }
    }

    @Test("control: a count that is left out of the table is noticed, whichever it is")
    func control() {
        for (index, key) in RunCounts.keys.enumerated() {
            var keys = RunCounts.keys
            keys.remove(at: index)
            #expect(Self.leftOut(of: keys).count == 1, "\(key.name)")
        }
    }

    @Test("the ledger keeps each count by its name, and adds up those of a unit that ends twice, but for its gaps")
    func ledger() throws {
        let directory = try TemporaryFolder(inMemory: true)
        let bench = try ArchiveBench(directory)
        try bench.begin()
        var outcome = UnitOutcome(.incomplete(Reason("missing")), due: nil)
        for first in [1, 100] {
            try bench.admit(["AAPL"])
            outcome.counts = Self.counts(RunCounts.unitKeys, from: first)
            _ = try bench.page("AAPL", progress: .finished(outcome))
        }
        var summary = RunSummary(run: bench.run, ended: Samples.noon(100), exitCode: 10)
        summary.counts = Self.counts(RunCounts.runKeys, from: 1000)
        try bench.archive.endRun(summary)

        let account = try #require(try bench.archive.record.account(ofRun: bench.run))
        #expect(account.run.counts == summary.counts)
        var twice = Self.counts(RunCounts.unitKeys, from: 1)
        twice += outcome.counts
        twice.gapsOpen = outcome.counts.gapsOpen
        #expect(account.troubles.map(\.counts) == [twice])
    }

    @Test("a run that failed has the ledger's counts, and no more new rows set aside than rows set aside")
    func failed() {
        var counts = Self.counts(RunCounts.keys, from: 1)
        let ledger = Self.counts(RunCounts.runKeys, from: 0)
        counts.take(asIn: ledger)
        for key in RunCounts.runKeys {
            #expect(counts[keyPath: key.path] == ledger[keyPath: key.path], "\(key.name)")
        }
        #expect(counts.aside.newlyQuarantined == counts.aside.quarantined)
        #expect(counts.aside.held == Self.counts(RunCounts.keys, from: 1).aside.held)
    }
}
