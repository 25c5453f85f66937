import Archive
import LosslessJSON
import PluginKit
import Tabular
import Testing
import Upstream

@testable import Orchestrator

/// The walk as a value: pages go in, commits and questions come out, and no archive stands under it.
@Suite("A walk, without an archive")
struct WalkValueTests {
    private static let now = Instant(seconds: 1_704_153_600)
    private static let span = Span(Instant(seconds: 1_704_000_000)..<now)
    private static let context = Walk.Context(run: 7, planner: Planner(now: now, archiveStart: nil))

    private static func walk(_ unit: Scripted.Unit = .rows(of: "A"), _ coverage: Coverage = Coverage()) throws -> Walk {
        let provider = try ProviderPlugin(Scripted.self).load()
        let name = try UnitName(unit)
        let record = UnitRecord(
            new: name, provider: "scripted", label: name.text, partition: try provider.partition(of: name, note: nil))
        let series = try provider.series(of: name, note: nil)
        return Walk(
            provider: provider, unit: record, expectation: try provider.expectation(of: name, note: nil),
            series: series,
            fetch: StoredFetch(unit: name, span: series.isEmpty ? nil : span, now: now), coverage: coverage,
            report: UnitReport(
                provider: "scripted", unit: name, label: name.text, isSeries: !series.isEmpty, result: .done))
    }

    private static func step(_ walk: inout Walk, _ body: String, _ shelf: Shelf = Shelf()) throws -> Walk.Step {
        let response = Response(status: 200, headers: [:], body: Array(body.utf8), received: now)
        let page = try PageCheck(fetch: walk.fetch, lifetime: walk.lifetime).check(
            walk.provider.read(response, for: walk.fetch))
        let answer = AnswerRecord(
            span: walk.fetch.span, purpose: walk.fetch.purpose, received: now, status: 200, sha256: "",
            bytes: body.utf8.count,
            rows: page.rowCount)
        return try walk.read(page, answer, attempts: 1, stored: shelf, in: context)
    }

    /// The commit of a page after which the walk goes on as `next` says.
    private static func commit(_ walk: inout Walk, _ body: String, then next: String, _ shelf: Shelf = Shelf()) throws
        -> PageCommit
    {
        guard case .commit(let commit, let then) = try step(&walk, body, shelf) else {
            throw UnitFailure(.plugin, Reason("absent"))
        }
        #expect("\(then)" == next)
        return commit
    }

    private static func refusal(_ body: () throws -> Walk.Step) -> Reason? {
        let error = #expect(throws: UnitFailure.self) { try body() }
        return error?.reason
    }

    private static func rows(_ seconds: [Int], price: String = "1.5", _ rest: String = #""end":"done""#) -> String {
        let rows = seconds.map { #"{"name":"A","at":\#(1_704_100_000 + $0),"price":"\#(price)"}"# }
        return #"{"rows":[\#(rows.joined(separator: ","))],\#(rest)}"#
    }

    private static func batch(_ seconds: [Int], price: String = "1.5") -> Batch {
        var builder = BatchBuilder(Scripted.dataset.schema)
        for second in seconds {
            builder.text("A")
            builder.instant(Instant(seconds: 1_704_100_000 + Int64(second)))
            builder.decimal(price)
            builder.endRow()
        }
        return builder.finish()
    }

    @Test("a page with a cursor is committed with it, the last one ends the walk with what it proves")
    func pages() throws {
        var walk = try Self.walk()
        let first = try Self.commit(&walk, Self.rows([1, 2], #""end":"more","cursor":2"#), then: "ask")
        guard case .next(let cursor?, .extend) = first.progress else {
            Issue.record("\(first.progress)")
            return
        }
        #expect(walk.fetch.cursor == cursor && first.run == 7 && first.answer?.rows == 2)
        guard case .append(let batch)? = first.series.first?.rows else {
            Issue.record("no rows")
            return
        }
        #expect(batch == Self.batch([1, 2]))
        let last = try Self.commit(&walk, Self.rows([3]), then: "end")
        guard case .finished(let outcome) = last.progress else {
            Issue.record("\(last.progress)")
            return
        }
        #expect(outcome.counts.stored == 3 && outcome.due != nil && !outcome.isSealed)
        #expect(last.coverage == Coverage([CoverageSpan(Self.span, .stored)]))
    }

    @Test("a cursor that stands still, a page that comes twice and pages without anything lead nowhere")
    func standing() throws {
        var walk = try Self.walk()
        _ = try Self.commit(&walk, Self.rows([1], #""end":"more","cursor":2"#), then: "ask")
        let before = walk.fetch
        #expect(
            Self.refusal { try Self.step(&walk, Self.rows([2], #""end":"more","cursor":2"#)) }?.code
                == "cursor_stands_still")
        #expect(
            Self.refusal { try Self.step(&walk, Self.rows([1], #""end":"more","cursor":3"#)) }?.code == "repeated_page")
        #expect(walk.fetch == before)
        // The last page may be the one before once more.
        _ = try Self.commit(&walk, Self.rows([1]), then: "end")
        var empty = try Self.walk()
        for number in 0..<5_000 {
            _ = try Self.commit(&empty, Self.rows([], #""end":"again","cursor":\#(number)"#), then: "ask")
        }
        #expect(
            Self.refusal { try Self.step(&empty, Self.rows([], #""end":"again","cursor":-1"#)) }?.code == "empty_pages")
    }

    @Test("a walk begins anew three times, with nothing of what it had; the fourth time it is refused")
    func restarts() throws {
        var walk = try Self.walk()
        for _ in 1...3 {
            _ = try Self.commit(&walk, Self.rows([1], #""end":"more","cursor":2"#), then: "ask")
            let commit = try Self.commit(&walk, #"{"rows":[],"end":"restart"}"#, then: "ask")
            guard case .next(nil, .extend) = commit.progress else {
                Issue.record("\(commit.progress)")
                return
            }
            #expect(walk.fetch.cursor == nil && commit.start == nil)
        }
        #expect(Self.refusal { try Self.step(&walk, #"{"rows":[],"end":"restart"}"#) }?.code == "restarts")
    }

    @Test("an answer on another basis keeps nothing of its page, and asks for all that the unit has")
    func restated() throws {
        var walk = try Self.walk(.rows(of: "A"), Coverage([CoverageSpan(Span(5, Self.span.lower), .stored)]))
        let shelf = Shelf(rows: Self.batch([1, 2]))
        let commit = try Self.commit(&walk, Self.rows([2, 3], price: "9.0"), then: "ask", shelf)
        #expect(commit.series.isEmpty && commit.restated?.code == "basis")
        guard case .next(nil, .replace) = commit.progress else {
            Issue.record("\(commit.progress)")
            return
        }
        #expect(
            walk.fetch.purpose == .replace && walk.fetch.span == Span(5, Self.span.upper)
                && walk.report.restated?.code == "basis")
        let whole = try Self.commit(&walk, Self.rows([1, 2, 3], price: "9.0"), then: "end", shelf)
        guard case .replace(let batch, isLast: true)? = whole.series.first?.rows else {
            Issue.record("no replacement")
            return
        }
        #expect(batch == Self.batch([1, 2, 3], price: "9.0"))
    }

    @Test("stored rows refute an answer that has none, and a correction is kept beside what it corrects")
    func heldAgainstStored() throws {
        var walk = try Self.walk()
        let shelf = Shelf(rows: Self.batch([1, 2]))
        let none = try Self.commit(&walk, Self.rows([]), then: "end", shelf)
        #expect(none.coverage?.hasGap(code: "rows_missing") == true)
        var other = try Self.walk()
        let corrected = try Self.commit(&other, Self.rows([2], price: "1.6"), then: "end", shelf)
        #expect(corrected.revised.map(\.cause) == [.revision] && other.report.counts.revised == 1)
    }

    @Test("an upstream without the unit is not taken at its word where rows are stored; where none are, the unit rests")
    func absent() throws {
        var walk = try Self.walk()
        for hadRows in [false, true] {
            walk.hadRows = hadRows
            guard case .absent(let absence) = try Self.step(&walk, #"{"rows":[],"end":"done","absent":"gone"}"#) else {
                Issue.record("not absent")
                return
            }
            let commit = try walk.absent(absence, stored: Shelf(), in: Self.context)
            guard case .finished(let outcome) = commit.progress else {
                Issue.record("\(commit.progress)")
                return
            }
            #expect(outcome.isDoubted == hadRows && commit.coverage?.hasGap(code: "gone") == true)
            #expect(walk.report.result == .absent)
        }
    }

    @Test(
        """
        a list is confirmed by direct questions, batch by batch, until nobody is left; one that shows nothing new is \
        refused
        """
    )
    func lists() throws {
        var walk = try Self.walk(.list)
        #expect(walk.asksDirectly && walk.directQuestions == 2)
        let page = try Self.commit(&walk, #"{"rows":[],"end":"more","cursor":1,"shown":["a","b"]}"#, then: "ask")
        #expect(page.shown.map(\.name) == ["a", "b"])
        let last = try Self.commit(&walk, #"{"rows":[],"end":"done","shown":["c"]}"#, then: "confirm")
        guard case .confirming(nil) = last.progress else {
            Issue.record("\(last.progress)")
            return
        }
        walk.confirm([(4, "d"), (5, "e")])
        #expect(walk.isDirect && walk.fetch.subjects == ["d", "e"] && !walk.isConfirmed)
        // A batch may have pages; where it begins anew, the list's own pages do not.
        let pageOfBatch = try Self.commit(&walk, #"{"rows":[],"end":"more","cursor":7,"shown":["d"]}"#, then: "ask")
        guard case .confirming(#"{"place":7}"#) = pageOfBatch.progress, walk.fetch.cursor == #"{"place":7}"# else {
            Issue.record("\(pageOfBatch.progress)")
            return
        }
        let anew = try Self.commit(&walk, #"{"rows":[],"end":"restart"}"#, then: "ask")
        guard case .confirming(nil) = anew.progress, walk.isDirect else {
            Issue.record("\(anew.progress)")
            return
        }
        let batch = try Self.commit(&walk, #"{"rows":[],"end":"done","shown":["d"],"lacking":["e"]}"#, then: "confirm")
        #expect(batch.shown.map(\.name) == ["d"] && batch.lacking.map(\.name) == ["e"])
        guard case .confirming(nil) = walk.passedOver(in: Self.context).progress else {
            Issue.record("not confirming")
            return
        }
        walk.confirm([])
        #expect(walk.isConfirmed && walk.confirmedThrough == 5)
        guard case .finished = walk.ended(in: Self.context).progress else {
            Issue.record("not finished")
            return
        }
        // What the archive says of a page is the walk's to judge.
        var again = try Self.walk(.list)
        let checked = try PageCheck(fetch: again.fetch, lifetime: nil).check(
            again.provider.read(
                Response(
                    status: 200, headers: [:], body: Array(#"{"rows":[],"end":"more","cursor":1,"shown":["a"]}"#.utf8),
                    received: Self.now),
                for: again.fetch))
        var effect = PageEffect.none
        effect.newlyShown = 1
        try again.took(effect, of: checked)
        #expect(throws: UnitFailure.self) { try again.took(PageEffect.none, of: checked) }
    }
}

/// What is stored, without an archive.
private struct Shelf: StoredSeries {
    var rows: Batch?

    func extent(of unit: UnitRecord, in dataset: Dataset) -> Extent? {
        guard let rows, let axis = dataset.axisColumn, let first = rows.columns[axis].values.first else { return nil }
        return Extent(rows: rows.count, first: first, last: rows.columns[axis].values[rows.count - 1])
    }

    func storedRows(of unit: UnitRecord, in dataset: Dataset, from lower: Int64?) -> Batch {
        guard let rows, let axis = dataset.axisColumn else { return Batch(empty: dataset.schema) }
        return rows.selecting((0..<rows.count).filter { rows.columns[axis].values[$0] >= lower ?? .min })
    }

    func gained(of unit: UnitRecord, in dataset: Dataset) -> GainedColumns { GainedColumns() }
    func holdsRows(of unit: UnitRecord) -> Bool { false }
    func entities(of provider: String, in dataset: Dataset) -> Batch { Batch(empty: dataset.schema) }
    func failedTries(of unit: Int64, before run: Int64) -> [FailedTries] { [] }
}

/// A provider whose answers say what becomes of them.
private struct Scripted: Provider {
    enum Unit: Hashable, Codable, Sendable {
        case list
        case rows(of: String)
    }

    struct Cursor: Hashable, Codable, Sendable { let place: Int64 }
    struct Note: Hashable, Codable, Sendable {}

    static let dataset = Dataset(
        "rows", .series(axis: "at", isDense: false), "",
        columns: [
            Column("name", .text, from: "name"), Column("at", .instant(fractionDigits: 0), from: "at"),
            Column("price", .decimal, from: "price"),
        ], key: ["name", "at"])

    static let manifest = ProviderManifest(
        name: "scripted", summary: "", noun: .init("name", "names"), datasets: [dataset],
        upstreams: [UpstreamDeclaration("scripted", base: "http://127.0.0.1:1", delay: 0)],
        defaultArchive: "data", subjects: SubjectDeclaration(noun: .init("name", "names"), batch: 2, prices: []))

    init(options: NoOptions) {}

    func roots(for selection: Selection) -> [Unit] { [.list] }
    func expectation(of unit: Unit, note: Note?) -> UnitExpectation {
        unit == .list ? .snapshot(maxAge: 60) : .continuous(lag: 60)
    }
    func partition(of unit: Unit, note: Note?) -> [String] { if case .rows(let name) = unit { [name] } else { [] } }
    func request(for fetch: Fetch<Scripted>) -> Request { Request("scripted", path: "/") }

    func judge(_ difference: Difference, of unit: Unit) -> Judgement {
        difference.cells("price").answered == .decimal("9.0") ? .restated(Reason("basis")) : .revision
    }

    func read(_ response: Response, for fetch: Fetch<Scripted>, into page: inout Page<Scripted>) throws {
        let root = try JSONDocument(response.body).root
        if case .rows = fetch.unit { try page.append(root.member("rows"), to: Self.dataset) }
        if let reason = try root.optional("absent")?.string() { page.absent(Reason(reason)) }
        if let shown = try root.optional("shown") {
            for name in try shown.elements { try page.shows(name.string(), label: name.string(), note: Note()) }
        }
        if let lacking = try root.optional("lacking") {
            for name in try lacking.elements { try page.lacks(name.string(), Reason("gone")) }
        }
        let cursor = try root.optional("cursor").map { Cursor(place: try $0.integer()) } ?? Cursor(place: 0)
        switch try root.member("end").string() {
        case "more": page.end = .more(cursor)
        case "again": page.end = .again(cursor)
        case "restart": page.end = .restart(Reason("anew"))
        default: if let span = fetch.span { page.proves(span, .stored) }
        }
    }
}
