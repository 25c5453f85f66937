import Archive
import LosslessJSON
import Orchestrator
import PluginKit
import Tabular
import TestWorld
import Testing

/// What an older version of a plugin has left and a newer one cannot read: it costs its unit, in words, and nothing
/// else.
@Suite("What another version has written")
struct UnreadableTests {
    static let now = "2024-01-02T00:00:00Z"
    static let later = "2024-01-03T00:00:00Z"

    @Sendable static func answer(_ target: String) -> (status: Int, body: String) {
        let name = target.contains("name=A") ? "A" : "B"
        return (200, #"{"rows":[{"name":"\#(name)","at":1704103200,"price":"1.5"}]}"#)
    }

    @Test("a note with a member more than was written: its unit fails in words, the others go on, and status is told")
    func note() async throws {
        let first = try Venue(ProviderPlugin(Elder<FirstNote>.self))
        let made = try await first.run(.backfill, ["A", "B"], now: Self.now, answers: Self.answer)
        #expect(made.report.exitCode == .success)
        let text = try first.file("elder/rows/A.csv")
        let second = try Venue(ProviderPlugin(Elder<SecondNote>.self), after: first)
        let night = try await second.run(.update, [], now: Self.later, answers: Self.answer)
        #expect(night.report.exitCode == .partial)
        #expect(night.targets.count == 1 && night.targets.allSatisfy { $0.contains("name=B") })
        let failed = try #require(night.units.first { $0.result == .failed })
        #expect(failed.label == "A" && failed.reason?.code == "unreadable")
        #expect(failed.reason?.detail.contains("ew members of a note need a default") == true)
        #expect(try first.file("elder/rows/A.csv") == text)

        let reader = try ArchiveReader.openReadOnly(at: first.folder.path + "/archive", sinks: RunDesk.sinks)
        let status = try ArchiveStatus(reader, now: FakeMarket.instant(Self.later)).status(of: second.provider)
        #expect(status.units == 2 && status.behindCount == 1 && status.behind.first?.reason?.code == "unreadable")
        let third = try Venue(ProviderPlugin(Elder<FirstNote>.self), after: first)
        let control = try await third.run(.update, [], now: "2024-01-03T00:00:20Z", answers: Self.answer)
        #expect(control.report.exitCode == .success, "the version that can read it goes on")
    }

    @Test("a case that has another name: the same")
    func unit() async throws {
        let first = try Venue(ProviderPlugin(Elder<FirstNote>.self))
        _ = try await first.run(.backfill, ["A", "B"], now: Self.now, answers: Self.answer)
        let second = try Venue(ProviderPlugin(Renamed.self), after: first)
        let night = try await second.run(.update, [], now: Self.later, answers: Self.answer)
        #expect(night.report.exitCode == .unavailable && night.targets.isEmpty)
        #expect(night.units.map { $0.reason?.code } == ["unreadable", "unreadable"])
        let reader = try ArchiveReader.openReadOnly(at: first.folder.path + "/archive", sinks: RunDesk.sinks)
        let status = try ArchiveStatus(reader, now: FakeMarket.instant(Self.later)).status(of: second.provider)
        #expect(status.behindCount == 2)
    }
}

private protocol MadeNote: Hashable, Codable, Sendable {
    static var made: Self { get }
}
private struct FirstNote: MadeNote {
    var kind = "a"
    static let made = FirstNote()
}
private struct SecondNote: MadeNote {
    var kind: String
    var token: String
    static let made = SecondNote(kind: "a", token: "t")
}

private let elderRows = Dataset(
    "rows", .series(axis: "at", isDense: false), "Rows.",
    columns: [
        Column("name", .text, from: "name", "The name."),
        Column("at", .instant(fractionDigits: 0), from: "at", "When."),
        Column("price", .decimal, from: "price", "As sent."),
    ], key: ["name", "at"])

private let elderManifest = ProviderManifest(
    name: "elder", summary: "Two versions of an invented venue", noun: .init("name", "names"), datasets: [elderRows],
    upstreams: [UpstreamDeclaration("elder", base: "https://elder.example", delay: 0)], defaultArchive: "data/elder")

/// A provider of which one unit, A, has a note.
private struct Elder<N: MadeNote>: Provider {
    enum Unit: Hashable, Codable, Sendable { case rows(String) }
    typealias Note = N

    static var manifest: ProviderManifest { elderManifest }

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] { selection.names.map { .rows($0) } }
    func expectation(of unit: Unit, note: N?) -> UnitExpectation { .continuous(lag: 60) }
    func partition(of unit: Unit, note: N?) -> [String] { [name(of: unit)] }
    func label(of unit: Unit, note: N?) -> String? { name(of: unit) }
    private func name(of unit: Unit) -> String {
        switch unit {
        case .rows(let name): name
        }
    }
    func request(for fetch: Fetch<Elder>) -> Request {
        Request("elder", path: "/rows", query: [.init("name", name(of: fetch.unit))])
    }
    func read(_ response: Response, for fetch: Fetch<Elder>, into page: inout Page<Elder>) throws {
        try page.append(JSONDocument(response.body).root.member("rows"), to: elderRows)
        if name(of: fetch.unit) == "A" { try page.note(N.made) }
        if let span = fetch.span { page.proves(span, .stored) }
    }
}

/// The same with another case.
private struct Renamed: Provider {
    enum Unit: Hashable, Codable, Sendable { case lines(String) }

    static var manifest: ProviderManifest { elderManifest }

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] { selection.names.map { .lines($0) } }
    func expectation(of unit: Unit, note: NoValue?) -> UnitExpectation { .continuous(lag: 60) }
    func partition(of unit: Unit, note: NoValue?) -> [String] {
        switch unit {
        case .lines(let name): [name]
        }
    }
    func request(for fetch: Fetch<Renamed>) -> Request { Request("elder", path: "/rows") }
    func read(_ response: Response, for fetch: Fetch<Renamed>, into page: inout Page<Renamed>) throws {}
}
