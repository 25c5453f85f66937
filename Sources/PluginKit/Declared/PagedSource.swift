import Tabular

/// A source of JSON as a value: no unit, no request and no reading is written, only what the upstream is asked and what
/// its rows hold.
///
/// ```swift
/// public let fills = ProviderPlugin(
///     PagedJSON(
///         "fills", "Fills of an invented venue", upstream: UpstreamDeclaration("fills", base: "https://fills.example",
/// delay: 1),
///         series: [
///             .of("symbol", trades, "/trades", query: ["symbol": "{symbol}"], rows: "data",
///                 span: SpanQuery(from: "start", to: "end", as: .milliseconds),
///                 pages: .cursor(query: "cursor", path: "next"), end: .noCursor, expects: .continuous(lag: 60))
///         ]))
/// ```
/// Columns say where they are read (`from: "price.close"`, `"[4]"` of a row that is an array, `"{symbol}"` for the name
/// of the unit) and how (`as: .milliseconds`); an instant has to. Rows that cannot be read are set aside as everywhere.
public struct PagedJSON: Sendable {
    let source: DeclaredSource

    /// - Parameters:
    ///   - noun: what its units are called; of a source with subjects those are.
    ///   - needsStartDate: whether a new archive must be told where to begin.
    public init(
        _ name: String, _ summary: String, upstream: UpstreamDeclaration, lists: [ListEndpoint] = [],
        series: [SeriesEndpoint] = [], noun: ProviderManifest.Noun? = nil, archive: String? = nil,
        needsStartDate: Bool = false
    ) {
        source = DeclaredSource(
            name: name, summary: summary, upstream: upstream, lists: lists, series: series, noun: noun,
            archive: archive, needsStartDate: needsStartDate, format: .json)
    }
}

/// A source of delimited text with a header as a value. Columns are read by the header's names (`from: "VALUE"`); a
/// text from `"{series}"` is the name of the unit, and a column of another type from there the one that is called by
/// it.
public struct PagedCSV: Sendable {
    let source: DeclaredSource

    /// - Parameter missing: texts that stand where there is no value.
    public init(
        _ name: String, _ summary: String, upstream: UpstreamDeclaration, lists: [ListEndpoint] = [],
        series: [SeriesEndpoint] = [], missing: Set<String> = [""], delimiter: Character = ",",
        noun: ProviderManifest.Noun? = nil, archive: String? = nil, needsStartDate: Bool = false
    ) {
        source = DeclaredSource(
            name: name, summary: summary, upstream: upstream, lists: lists, series: series, noun: noun,
            archive: archive, needsStartDate: needsStartDate,
            format: .csv(missing: missing, delimiter: delimiter))
    }
}

extension ProviderPlugin {
    public init(_ source: PagedJSON) { self.init(declared: source.source) }
    public init(_ source: PagedCSV) { self.init(declared: source.source) }
}

/// What both of them are: a value that answers what a provider is asked.
struct DeclaredSource: Sendable {
    enum Format: Sendable, Hashable {
        case json
        case csv(missing: Set<String>, delimiter: Character)

        var mediaTypes: Set<String> {
            switch self {
            case .json: ["application/json"]
            case .csv: ["text/csv", "application/csv", "text/plain"]
            }
        }
    }

    let lists: [ListEndpoint]
    let series: [SeriesEndpoint]
    let format: Format
    let manifest: ProviderManifest

    init(
        name: String, summary: String, upstream: UpstreamDeclaration, lists: [ListEndpoint], series: [SeriesEndpoint],
        noun: ProviderManifest.Noun?, archive: String?, needsStartDate: Bool, format: Format
    ) {
        self.lists = lists
        self.series = series
        self.format = format
        let subject = lists.lazy.compactMap(\.subject).first
        let named = subject?.noun ?? series.first.map { .init($0.of, $0.of + "s") }
        var datasets: [Dataset] = []
        for dataset in lists.map(\.endpoint.dataset) + series.map(\.endpoint.dataset)
        where !datasets.contains(where: { $0.name == dataset.name }) { datasets.append(dataset) }
        let hasDirect = lists.contains { $0.subject != nil && $0.one != nil }
        manifest = ProviderManifest(
            name: name, summary: summary, noun: noun ?? named ?? .init("list", "lists"), datasets: datasets,
            upstreams: [upstream], defaultArchive: archive ?? "data/\(name)", needsStartDate: needsStartDate,
            needsNames: lists.isEmpty, typicalUniverse: 0,
            subjects: subject.map {
                SubjectDeclaration(noun: $0.noun, batch: hasDirect ? 1 : 0, limit: $0.limit, prices: $0.prices)
            })
    }
}

/// What changes about a subject of a declared source.
struct DeclaredNote: Hashable, Codable, Sendable {
    /// Microseconds since 1970.
    var opened: Int64?
    var ended: Int64?
    var category: String?
}

/// Where the next page of a declared source begins.
struct DeclaredCursor: Hashable, Codable, Sendable {
    /// What goes into the parameter, or the link.
    var text: String?
    /// What is behind.
    var pages = 0
    var rows = 0
    /// Where the next piece of the span begins, or for an order from new to old ends.
    var tick: Int64?
}

/// The types of a declared source's pages.
struct DeclaredTypes: Provider {
    enum Unit: Hashable, Codable, Sendable { case any }
    typealias Note = DeclaredNote
    typealias Cursor = DeclaredCursor

    static let manifest = ProviderManifest(
        name: "declared", summary: "", noun: .init("unit", "units"), datasets: [], upstreams: [], defaultArchive: "")

    init(options: NoOptions) {}
    func roots(for selection: Selection) -> [Unit] { [] }
    func expectation(of unit: Unit, note: DeclaredNote?) -> UnitExpectation { .once }
    func request(for fetch: Fetch<DeclaredTypes>) throws -> Request { throw UnitNameUnsupported.error }
    func read(_ response: Response, for fetch: Fetch<DeclaredTypes>, into page: inout Page<DeclaredTypes>) {}
}
