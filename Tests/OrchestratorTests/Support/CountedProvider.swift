import PluginKit
import Synchronization
import Tabular

/// A provider that counts what it is asked, by the name of the question, and of the subjects of its answers those that
/// were made (`shown`) and passed over (`unchanged`).
struct CountedProvider: LoadedProvider {
    let provider: any LoadedProvider
    /// Nothing is passed over, whatever was read before.
    let forgets: Bool
    private let counts = Counts()

    private final class Counts: Sendable {
        let list = Mutex<[String: Int]>([:])
    }

    init(_ provider: any LoadedProvider, forgets: Bool = false) {
        self.provider = provider
        self.forgets = forgets
    }

    /// Since it was asked for last.
    func takeCounts() -> [String: Int] {
        counts.list.withLock { list in
            defer { list = [:] }
            return list
        }
    }

    private func count<Result>(_ name: String = #function, _ body: () throws -> Result) rethrows -> Result {
        counts.list.withLock { $0[String(name.prefix { $0 != "(" }), default: 0] += 1 }
        return try body()
    }

    var manifest: ProviderManifest { provider.manifest }
    func prologue() throws -> [UnitName] { try count { try provider.prologue() } }
    func roots(for selection: Selection) throws -> [UnitName] { try count { try provider.roots(for: selection) } }
    func expectation(of unit: UnitName, note: String?) throws -> UnitExpectation {
        try count { try provider.expectation(of: unit, note: note) }
    }
    func partition(of unit: UnitName, note: String?) throws -> [String] {
        try count { try provider.partition(of: unit, note: note) }
    }
    func series(of unit: UnitName, note: String?) throws -> [Dataset] {
        try count { try provider.series(of: unit, note: note) }
    }
    func label(of unit: UnitName, note: String?) throws -> String {
        try count { try provider.label(of: unit, note: note) }
    }
    func expiry(of unit: UnitName, note: String?, facts: String?) throws -> Instant? {
        try count { try provider.expiry(of: unit, note: note, facts: facts) }
    }
    func units(of subject: String, note: String, selection: Selection) throws -> [UnitName] {
        try count { try provider.units(of: subject, note: note, selection: selection) }
    }
    func roots(of subject: String, note: String) throws -> [UnitName] {
        try count("names") { try provider.roots(of: subject, note: note) }
    }
    func isWanted(_ subject: String, note: String, status: String) throws -> Bool {
        try count { try provider.isWanted(subject, note: note, status: status) }
    }
    func categories(of subject: String, note: String) throws -> [String] {
        try count { try provider.categories(of: subject, note: note) }
    }
    func request(for fetch: StoredFetch) throws -> Request { try count { try provider.request(for: fetch) } }
    func size(of fetch: StoredFetch, rank: Double?) throws -> FetchSize {
        try count { try provider.size(of: fetch, rank: rank) }
    }
    func read(_ response: Response, for fetch: StoredFetch, known: KnownTexts?) throws -> PageContent {
        let content = try count {
            try provider.read(response, for: fetch, known: forgets ? known?.withoutTexts : known)
        }
        counts.list.withLock { list in
            for (name, number) in [("shown", content.shown.count), ("unchanged", content.unchanged.count)]
            where number > 0 {
                list[name, default: 0] += number
            }
        }
        return content
    }
    func weigh(_ comparison: Comparison, of unit: UnitName) throws -> Weighing? {
        try count { try provider.weigh(comparison, of: unit) }
    }
    func judge(_ difference: Difference, of unit: UnitName) throws -> Judgement {
        try count { try provider.judge(difference, of: unit) }
    }
}
