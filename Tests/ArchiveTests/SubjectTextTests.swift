import GRDB
import Tabular
import TestWorld
import Testing

@testable import Archive
@testable import PluginKit

/// What the record remembers of the texts that subjects were made from, and what it costs to find them the same.
@Suite("Texts of subjects")
struct SubjectTextTests {
    private let bench: ArchiveBench

    init() throws {
        bench = try ArchiveBench(try TemporaryFolder(inMemory: true))
        try bench.begin()
    }

    private static func digest(_ number: Int, _ text: UInt8) -> TextDigest? {
        ([text, UInt8(number & 255), UInt8(number >> 8)] + [UInt8](repeating: text, count: 13)).withUnsafeBytes {
            TextDigest($0)
        }
    }

    /// - Parameter text: nil: it is not remembered.
    private static func subject(
        _ number: Int, text: UInt8? = 1, isPartial: Bool = false, holdsUntil: Instant? = nil
    ) -> ShownSubject {
        var subject = ShownSubject(
            name: "S\(number)", label: "S\(number)", note: "{}", rank: nil, isOver: false, isPartial: isPartial,
            list: nil, holdsUntil: holdsUntil)
        subject.digest = text.flatMap { digest(number, $0) }
        return subject
    }

    /// A page of the list; a walk begins where none is under way.
    @discardableResult
    private func page(day: Int, isLast: Bool = true, _ change: (inout PageCommit) -> Void) throws -> PageEffect {
        if try bench.archive.record.frontier() == nil { try bench.admit(["list"], datasets: [], day: day) }
        let progress: PageCommit.Progress =
            isLast ? .finished(UnitOutcome(.done, due: nil)) : .next(cursor: "c", purpose: .extend)
        return try bench.page("list", progress: progress) { page in
            page.now = Samples.noon(day)
            change(&page)
        }
    }

    private func known(day: Int) throws -> [UnchangedSubject] {
        try bench.archive.record.texts(shownBy: bench.unit("list"), now: Samples.noon(day)).map {
            UnchangedSubject(id: $0.id, name: "S\($0.id)", digest: $0.digest)
        }
    }

    private func texts(day: Int) throws -> [String] {
        let ids = Set(try known(day: day).map(\.id))
        return try bench.archive.record.subjects(ids.sorted()).map(\.name)
    }

    @Test("a text is known as long as it is the last that its subject was made from")
    func known() throws {
        try page(day: 1) { $0.shown = (1...6).map { Self.subject($0, text: $0 == 6 ? nil : 1) } }
        #expect(try texts(day: 2) == ["S1", "S2", "S3", "S4", "S5"])
        let before = try known(day: 2)
        #expect(try bench.archive.record.areMade(before))
        try page(day: 2) { page in
            page.shown = [Self.subject(1, text: 2), Self.subject(2, text: nil), Self.subject(3, isPartial: true)]
            page.kept = ["S4"]
            page.lacking = [LackingSubject(name: "S5", reason: Reason("gone"))]
        }
        #expect(try texts(day: 3) == ["S1"])
        for subject in before { #expect(try !bench.archive.record.areMade([subject]), "\(subject.name)") }
        #expect(try bench.archive.record.areMade(known(day: 3)))
        // Another list does not have to show them.
        try bench.admit(["other"], datasets: [], day: 3)
        #expect(try bench.archive.record.texts(shownBy: bench.unit("other"), now: Samples.noon(3)).isEmpty)
    }

    @Test("a text that says something else by now is not known, nor one that a later clock has seen")
    func times() throws {
        try page(day: 5) { page in
            page.shown = [Self.subject(1), Self.subject(2, holdsUntil: Samples.noon(7)), Self.subject(3)]
        }
        #expect(try texts(day: 6) == ["S1", "S2", "S3"])
        #expect(try texts(day: 7) == ["S1", "S3"])
        #expect(try texts(day: 4).isEmpty)
    }

    @Test("one that is as it was is there, seen by this walk, and all else of it stays")
    func unchanged() throws {
        try page(day: 1) { $0.shown = [Self.subject(1), Self.subject(2)] }
        let unchanged = try known(day: 2)
        let before = try bench.archive.record.subjects([1, 2])
        #expect(try page(day: 2, isLast: false) { $0.unchanged = Array(unchanged.prefix(1)) }.newlyShown == 1)
        let list = try bench.unit("list")
        func unshown() throws -> [String] {
            try bench.archive.record.unshown(by: list, after: 0, limit: 10, now: nil).map(\.name)
        }
        #expect(try unshown() == ["S2"])
        // Shown twice by a walk, it is new to it once.
        #expect(try page(day: 2, isLast: false) { $0.unchanged = unchanged }.newlyShown == 1)
        #expect(try unshown().isEmpty)
        #expect(try page(day: 2, isLast: false) { $0.unchanged = unchanged }.newlyShown == 0)
        let after = try bench.archive.record.subjects([1, 2])
        #expect(after.map(\.seen) == [Samples.noon(2), Samples.noon(2)])
        #expect(after.map(\.note) == before.map(\.note) && after.allSatisfy { $0.isListed && $0.cause == nil })
        #expect(try texts(day: 3) == ["S1", "S2"])
    }

    /// Statements that a page of so many subjects runs.
    private static func cost(_ count: Int, isChanged: Bool) throws -> Int {
        let tests = try SubjectTextTests()
        try tests.page(day: 1) { $0.shown = (1...count).map { subject($0) } }
        let unchanged = try tests.known(day: 2)
        #expect(unchanged.count == count)
        try tests.bench.admit(["list"], datasets: [], day: 2)
        let counter = Counter()
        try tests.bench.archive.record.read { db in db.trace { _ in counter.count += 1 } }
        if isChanged {
            try tests.page(day: 2) { $0.shown = (1...count).map { subject($0, text: 2) } }
        } else {
            #expect(try tests.bench.archive.record.areMade(unchanged))
            try tests.page(day: 2) { $0.unchanged = unchanged }
        }
        try tests.bench.archive.record.read { db in db.trace(nil) }
        return counter.count
    }

    private final class Counter {
        var count = 0
    }

    @Test("a page of what did not change costs as many statements as one of a tenth of it")
    func statements() throws {
        let (few, many) = try (Self.cost(20, isChanged: false), Self.cost(200, isChanged: false))
        #expect(few == many && few > 0)
        // The control: what changed costs some each.
        #expect(try Self.cost(200, isChanged: true) - Self.cost(20, isChanged: true) >= 2 * 180)
    }
}
