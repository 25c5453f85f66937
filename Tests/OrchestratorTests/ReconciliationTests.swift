import Archive
import Equities
import PluginKit
import Tabular
import TestWorld
import Testing

@testable import Orchestrator

/// An answer beside the rows that are stored: appended, inserted, revised, filled, kept.
@Suite("Reconciliation")
struct ReconciliationTests {
    typealias Row = (String, String, String, String, Int64?)

    static func rows(_ days: [Int], volume: Int64 = 5) -> [Row] {
        days.map { (Day(number: FakeMarket.day("2024-01-02").number + Int64($0)).description, "1", "2", "3", volume) }
    }

    static func reconcile(_ answered: [Row], _ stored: [Row], _ judgement: Judgement = .revision) -> Reconciliation {
        Reconciliation(
            answered: RuleTests.batch(answered), stored: RuleTests.batch(stored), dataset: RuleTests.dataset,
            judge: { _ in judgement })
    }

    @Test("Rows behind the stored ones are appended; equal rows are nothing")
    func append() {
        let result = Self.reconcile(Self.rows([1, 2, 3, 4]), Self.rows([0, 1, 2]))
        #expect(result.appended == RuleTests.batch(Self.rows([3, 4])))
        #expect(result.merged.isEmpty)
        #expect(result.vanished.isEmpty)
    }

    @Test("Rows between stored ones are inserted")
    func insert() {
        let result = Self.reconcile(Self.rows([0, 1, 2, 3]), Self.rows([0, 2]))
        #expect(result.inserted == 1)
        #expect(result.merged == RuleTests.batch(Self.rows([1])))
        #expect(result.appended == RuleTests.batch(Self.rows([3])))
    }

    @Test("The judge decides what a difference is")
    func judged() {
        let answered = Self.rows([0], volume: 6) + Self.rows([1])
        let revised = Self.reconcile(answered, Self.rows([0, 1]), .revision)
        #expect(revised.revised.count == 1)
        #expect(revised.merged == RuleTests.batch(Self.rows([0], volume: 6)))
        let same = Self.reconcile(answered, Self.rows([0, 1]), .same)
        #expect(same.merged.isEmpty && same.revised.isEmpty && same.restated == nil)
        let restated = Self.reconcile(answered, Self.rows([0, 1]), .restated(Reason("split")))
        #expect(restated.restated == Reason("split"))
    }

    @Test("A stored row that the answer lacks stays, and is named")
    func vanished() {
        let result = Self.reconcile(Self.rows([0, 2, 3]), Self.rows([0, 1, 2]))
        #expect(result.vanished.count == 1)
        #expect(result.merged.isEmpty)
        #expect(result.appended.count == 1)
    }

    /// Of the rows of the first three days the volume was never read.
    private static func reconcileGained(
        _ answered: [Row], _ stored: [Row], start: Int64 = 3,
        _ judgement: @escaping (Difference) -> Judgement = { _ in .revision }
    ) -> Reconciliation {
        let schema = RuleTests.dataset.schema
        let gained = GainedColumns(
            [
                .init(
                    index: schema.index(of: "volume") ?? 0, name: "volume",
                    start: FakeMarket.day("2024-01-02").number + start)
            ],
            axis: RuleTests.dataset.axisColumn)
        return Reconciliation(
            answered: RuleTests.batch(answered), stored: RuleTests.batch(stored), dataset: RuleTests.dataset,
            gained: gained,
            judge: judgement)
    }

    private static func rows(_ days: [Int], high: String, _ volume: Int64?) -> [Row] {
        rows(days).map { ($0.0, $0.1, $0.2, high, volume) }
    }

    private static func day(_ number: Int64) -> Int64 { FakeMarket.day("2024-01-02").number + number }

    @Test("a value where a column was never read is filled, and is no revision; null where it was read is one")
    func filled() {
        let stored = Self.rows([0, 1, 2, 3], high: "3", nil)
        let result = Self.reconcileGained(Self.rows([0, 1, 2], high: "3", 7), stored)
        #expect(
            result.filled == 3 && result.revised.isEmpty
                && result.merged == RuleTests.batch(Self.rows([0, 1, 2], high: "3", 7)))
        #expect(result.readFrom == Self.day(0))
        let late = Self.reconcileGained(Self.rows([3], high: "3", 7), stored)
        #expect(late.filled == 0 && late.revised.count == 1 && late.readFrom == nil)
        // Nothing to fill, and yet it was read.
        let null = Self.reconcileGained(Self.rows([1, 2, 3, 4], high: "3", nil), stored)
        #expect(null.filled == 0 && null.merged.isEmpty && null.readFrom == Self.day(1) && null.appended.count == 1)
    }

    @Test("what is corrected and filled is a revision of the rest alone; what is noise keeps its cells and is filled")
    func filledAndJudged() {
        let stored = Self.rows([0, 1], high: "3", nil)
        let answered = Self.rows([0, 1], high: "2", 7)
        var seen: [[String]] = []
        let revised = Self.reconcileGained(answered, stored) {
            seen.append($0.columns)
            return .revision
        }
        #expect(seen == [["high"], ["high"]])
        #expect(revised.revised.count == 2 && revised.filled == 0 && revised.merged == RuleTests.batch(answered))
        let noise = Self.reconcileGained(answered, stored) { _ in .same }
        #expect(
            noise.revised.isEmpty && noise.filled == 2
                && noise.merged == RuleTests.batch(Self.rows([0, 1], high: "3", 7)))
    }

    @Test("it was read from where the answer has every stored row up to the first that has the column")
    func readFrom() {
        let stored = Self.rows([0, 1, 2, 3, 4], high: "3", nil)
        func readFrom(_ days: [Int], start: Int64 = 3) -> Int64? {
            Self.reconcileGained(Self.rows(days, high: "3", 7), stored, start: start).readFrom
        }
        #expect(readFrom([0, 1, 2, 3]) == Self.day(0))
        #expect(readFrom([0, 2, 3]) == Self.day(2))
        #expect(readFrom([0, 1, 3]) == nil)
        #expect(readFrom([3, 4, 5]) == nil)
        #expect(readFrom([2]) == Self.day(2))
        #expect(readFrom([4, 5], start: .max - 19_800) == Self.day(4))
        #expect(readFrom([0, 1, 2, 3], start: .max - 19_800) == nil)
    }

    @Test(
        """
        a split in an older form is no revision; where its row is written anew for another reason it has the form of now
        """
    )
    func forms() throws {
        let provider = try ProviderPlugin(Equities.self).load()
        let dataset = try #require(Equities.manifest.dataset(named: "daily_bars"))
        func bar(_ split: String, volume: Int64) -> Batch {
            var builder = BatchBuilder(dataset.schema)
            builder.day(FakeMarket.day("2024-01-03"))
            builder.text("ABC")
            for price in ["100", "110", "90", "105", "104"] { builder.decimal(price) }
            builder.integer(volume)
            builder.decimal(split == "4" ? "0" : "0.0")
            builder.decimal(split)
            builder.endRow()
            return builder.finish()
        }
        func reconciled(volume: Int64) throws -> Reconciliation {
            try Reconciliation(
                answered: bar("4.0", volume: volume), stored: bar("4", volume: 1_000_000), dataset: dataset
            ) {
                try provider.judge($0, of: UnitName(text: "bars(ABC)"))
            }
        }
        let same = try reconciled(volume: 1_000_000)
        #expect(same.revised.isEmpty && same.merged.isEmpty && same.restated == nil)
        let corrected = try reconciled(volume: 2_000_000)
        #expect(
            corrected.revised.count == 1 && corrected.merged == bar("4.0", volume: 2_000_000)
                && corrected.restated == nil)
    }
}
