public import Tabular

/// Knows one upstream family: what to ask next and what an answer means. A provider is pure: it has no network, disk,
/// clock, retry or state of its own, so that it runs the same live, from fixtures and from recordings.
///
/// Write a `Unit` enum, `roots`, `request` and `read`; everything else has a default. See docs/writing-a-provider.md.
public protocol Provider: FetchTypes, Sendable {
    /// Settings of the provider's own, from flags and the jobs file.
    associatedtype Options: PluginOptions = NoOptions
    /// The smallest work that is fetched, checkpointed and counted by itself. No dates and no cursor in it:
    /// `.bars(symbol)`.
    override associatedtype Unit: Hashable & Codable & Sendable
    /// What changes about a unit; the latest one wins.
    override associatedtype Note: Hashable & Codable & Sendable = NoValue
    /// What holds for a whole run, such as an upstream's cutoff.
    override associatedtype Facts: Hashable & Codable & Sendable = NoValue
    /// Where in a walk the next page begins.
    override associatedtype Cursor: Hashable & Codable & Sendable = NoValue

    static var manifest: ProviderManifest { get }

    /// The plans that fill its datasets: they are looked at when the provider is loaded, so that none is found wrong in
    /// the middle of a run. Default: none, for a provider whose columns all have paths.
    static var plans: [any DatasetPlan] { get }

    init(options: Options) throws

    /// Units that are read first in every run that asks anything, because they set the facts; `.onRequest(maxAge: 0)`.
    func prologue() -> [Unit]

    /// The units that a selection names, and the listings that discover the rest. Throws `PluginError.usage` for a name
    /// that cannot be.
    func roots(for selection: Selection) throws -> [Unit]

    /// What the unit should hold.
    func expectation(of unit: Unit, note: Note?) -> UnitExpectation

    /// The file of a series unit under its dataset's folder, as names from the outside in: `["AAPL"]`,
    /// `["KXFED", "KXFED-26SEP"]`. Empty for units without series. Fixed when the unit is admitted.
    func partition(of unit: Unit, note: Note?) -> [String]

    /// The series that the unit feeds, by name. Default: all of the manifest's series for a unit with a partition, none
    /// for others.
    func series(of unit: Unit, note: Note?) -> [String]

    /// What people call the unit: `AAPL`. Default: the unit's name as the archive keeps it.
    func label(of unit: Unit, note: Note?) -> String?

    /// When the upstream may stop serving what it serves now: units that lose most by waiting are asked first. Default:
    /// never.
    func expiry(of unit: Unit, note: Note?, facts: Facts?) -> Instant?

    /// The units that a followed subject (a market) brings with it, for the datasets that are selected. Their note is
    /// the subject's.
    func units(of subject: String, note: Note, selection: Selection) throws -> [Unit]

    /// What `roots` makes of the names of a subject: by these it is found when a selection names it.
    func roots(of subject: String, note: Note) -> [Unit]

    /// Whether a status (`open`, `closed`, `settled`, `all`) speaks of a subject.
    func isWanted(_ subject: String, note: Note, status: String) -> Bool

    /// The names by which `--category` finds a subject, as people write them.
    func categories(of subject: String, note: Note) -> [String]

    /// The request for the next page. It names the statuses and media types that are answers.
    func request(for fetch: Fetch<Self>) throws -> Request

    /// About how many requests the whole of a fetch takes and how many rows come of it, for estimates. `rank` is the
    /// subject's, such as what was traded of a market. Default: one request.
    func size(of fetch: Fetch<Self>, rank: Double?) -> FetchSize

    /// Turns an answer into rows, proofs and the walk's next step. Throws when the answer cannot be believed: nothing
    /// of it is kept.
    func read(_ response: Response, for fetch: Fetch<Self>, into page: inout Page<Self>) throws

    /// What a difference between a stored and an answered row means.
    func judge(_ difference: Difference, of unit: Unit) -> Judgement

    /// What an answer means for a unit with a row for every session, held against what is stored. nil, the default:
    /// rows are judged one by one, and a restated one has the unit read whole and written anew.
    func weigh(_ comparison: Comparison, of unit: Unit) -> Weighing?
}

extension Provider {
    public static var plans: [any DatasetPlan] { [] }
    public func prologue() -> [Unit] { [] }
    public func partition(of unit: Unit, note: Note?) -> [String] { [] }
    public func series(of unit: Unit, note: Note?) -> [String] {
        partition(of: unit, note: note).isEmpty ? [] : Self.manifest.datasets.filter(\.isSeries).map(\.name)
    }
    public func label(of unit: Unit, note: Note?) -> String? { nil }
    public func size(of fetch: Fetch<Self>, rank: Double?) -> FetchSize { FetchSize() }
    public func expiry(of unit: Unit, note: Note?, facts: Facts?) -> Instant? { nil }
    public func units(of subject: String, note: Note, selection: Selection) throws -> [Unit] { [] }
    public func roots(of subject: String, note: Note) -> [Unit] { [] }
    public func isWanted(_ subject: String, note: Note, status: String) -> Bool { true }
    public func categories(of subject: String, note: Note) -> [String] { [] }
    public func judge(_ difference: Difference, of unit: Unit) -> Judgement { .revision }
    public func weigh(_ comparison: Comparison, of unit: Unit) -> Weighing? { nil }
}

/// The note, facts or cursor of a provider that has none.
public struct NoValue: Hashable, Codable, Sendable {
    public init() {}
}
