import PluginKit
import Synchronization
import Tabular
import Testing

/// A provider without its types: the name and the note of a unit are decoded once.
@Suite("A provider without its types")
struct ErasedProviderTests {
    @Test("whoever asks several things of one unit has its name and its note read once")
    func readOnce() throws {
        let provider = try ProviderPlugin(Counted.self).load()
        let unit = UnitName(text: "series(A)")
        let before = Counted.readings
        for _ in 0..<5 {
            #expect(try provider.label(of: unit, note: "{\"number\":7}") == "A7")
            #expect(try provider.partition(of: unit, note: "{\"number\":7}") == ["A"])
            #expect(try provider.isWanted("A", note: "{\"number\":7}", status: "all"))
        }
        #expect(Counted.readings - before == 1)
        // Another note is another one, and so is another unit; those before are still known.
        #expect(try provider.label(of: unit, note: "{\"number\":8}") == "A8")
        #expect(try provider.label(of: UnitName(text: "series(B)"), note: "{\"number\":8}") == "B8")
        #expect(try provider.label(of: unit, note: "{\"number\":7}") == "A7")
        #expect(Counted.readings - before == 2)
        // As many as are planned at once are remembered, and as many before them, not all that there ever were.
        for number in 100..<600 { _ = try provider.label(of: unit, note: "{\"number\":\(number)}") }
        #expect(try provider.label(of: unit, note: "{\"number\":7}") == "A7")
        #expect(Counted.readings - before == 502)
        for number in 600..<1_200 { _ = try provider.label(of: unit, note: "{\"number\":\(number)}") }
        #expect(try provider.label(of: unit, note: "{\"number\":7}") == "A7")
        #expect(Counted.readings - before == 1_103)
        #expect(throws: (any Error).self) { try provider.label(of: unit, note: "{}") }
        #expect(try provider.label(of: unit, note: "{\"number\":7}") == "A7")
    }

    @Test("a fetch of texts reaches the provider as one of its own types, field by field; each can be absent")
    func fetches() throws {
        let provider = try ProviderPlugin(Told.self).load()
        let (span, now) = (Span(3, 9), Instant(seconds: 1))
        let whole = StoredFetch(
            unit: UnitName(text: "series(A)"), note: "[1]", facts: "[2]", span: span, cursor: "[3]", purpose: .recheck,
            subjects: ["S"], now: now)
        #expect(
            try Told.fetch(whole, by: provider)
                == Fetch(
                    unit: .series("A"), note: [1], facts: [2], span: span, cursor: [3], purpose: .recheck,
                    subjects: ["S"], now: now))
        let least = StoredFetch(unit: UnitName(text: "series(A)"), now: now)
        #expect(try Told.fetch(least, by: provider) == Fetch(unit: .series("A"), now: now))
        for field in [\StoredFetch.note, \.cursor] {
            var odd = whole
            odd[keyPath: field] = "{"
            let error = #expect(throws: PluginError.self) { try Told.fetch(odd, by: provider) }
            #expect(error?.code == .unreadable)
        }
        // What cannot be read of facts is read anew.
        var unknown = whole
        unknown.facts = "{"
        #expect(try Told.fetch(unknown, by: provider)?.facts == nil)
    }
}

/// Hands out the fetch that it is asked with.
private struct Told: Provider {
    enum Unit: Hashable, Codable, Sendable { case series(String) }
    typealias Note = [Int]
    typealias Facts = [Int]
    typealias Cursor = [Int]

    private static let last = Mutex<Fetch<Told>?>(nil)

    static func fetch(_ fetch: StoredFetch, by provider: any LoadedProvider) throws -> Fetch<Told>? {
        last.withLock { $0 = nil }
        _ = try provider.request(for: fetch)
        return last.withLock { $0 }
    }

    static let manifest = ProviderManifest(
        name: "told", summary: "", noun: .init("unit", "units"), datasets: [], upstreams: [], defaultArchive: "data")

    init(options: NoOptions) {}

    func roots(for selection: Selection) -> [Unit] { [] }
    func expectation(of unit: Unit, note: Note?) -> UnitExpectation { .once }
    func request(for fetch: Fetch<Told>) -> Request {
        Told.last.withLock { $0 = fetch }
        return Request("told", path: "/")
    }
    func read(_ response: Response, for fetch: Fetch<Told>, into page: inout Page<Told>) {}
}

/// Counts how often a note is read.
private struct Counted: Provider {
    enum Unit: Hashable, Codable, Sendable { case series(String) }

    struct Note: Hashable, Codable, Sendable {
        let number: Int

        enum CodingKeys: String, CodingKey { case number }

        init(from decoder: any Decoder) throws {
            Counted.count.withLock { $0 += 1 }
            number = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .number)
        }
    }

    private static let count = Mutex(0)
    static var readings: Int { count.withLock { $0 } }

    static let manifest = ProviderManifest(
        name: "counted", summary: "", noun: .init("unit", "units"), datasets: [], upstreams: [], defaultArchive: "data")

    init(options: NoOptions) {}

    func roots(for selection: Selection) -> [Unit] { [] }
    func expectation(of unit: Unit, note: Note?) -> UnitExpectation { .once }
    func partition(of unit: Unit, note: Note?) -> [String] { if case .series(let name) = unit { [name] } else { [] } }
    func label(of unit: Unit, note: Note?) -> String? { "\(partition(of: unit, note: note)[0])\(note?.number ?? 0)" }
    func request(for fetch: Fetch<Counted>) -> Request { Request("counted", path: "/") }
    func read(_ response: Response, for fetch: Fetch<Counted>, into page: inout Page<Counted>) {}
    func isWanted(_ subject: String, note: Note, status: String) -> Bool { note.number > 0 }
}
