import PluginKit

/// A provider whose default archive is another one than that of equities.
struct FakeVenue: Provider {
    enum Unit: Hashable, Codable, Sendable {
        case trades(String)
    }

    static let manifest = ProviderManifest(
        name: "venue", summary: "A venue for tests", noun: ProviderManifest.Noun("market", "markets"), datasets: [],
        upstreams: [UpstreamDeclaration("venue", base: "http://127.0.0.1:1", delay: 0.1)],
        defaultArchive: "data/prediction_markets",
        archiveName: "prediction-markets")

    init(options: NoOptions) {}

    func roots(for selection: Selection) throws -> [Unit] { selection.names.map(Unit.trades) }
    func expectation(of unit: Unit, note: NoValue?) -> Expectation { .once }
    func request(for fetch: Fetch<FakeVenue>) throws -> Request { Request("venue", path: "/") }
    func read(_ response: Response, for fetch: Fetch<FakeVenue>, into page: inout Page<FakeVenue>) throws {}
}
