import Kalshi
import PluginKit
import Tabular

/// A whole walk against answers that a test invents: what was asked, and what every page gave.
struct Walk {
    /// `/markets?tickers=…`, without the upstream.
    private(set) var targets: [String] = []
    private(set) var upstreams: [String] = []
    private(set) var pages: [Reading] = []
    private(set) var restarts: [Reason] = []
    /// Pages that were dropped.
    private(set) var again = 0

    init(
        _ fetch: StoredFetch, options: [String: String] = [:], limit: Int = 60,
        _ answer: (Request) -> (status: Int, body: String)
    ) throws {
        let provider = try ProviderPlugin(Kalshi.self).load(OptionValues(options))
        var fetch = fetch
        while targets.count < limit {
            let request = try provider.request(for: fetch)
            targets.append(request.target)
            upstreams.append(request.upstream)
            let (status, body) = answer(request)
            guard status == 200 || request.answerStatuses.contains(status) else {
                throw PluginError(.refused, "status \(status) is no answer to \(request.target)")
            }
            let page = Reading(content: try provider.read(Reading.response(body, status), for: fetch))
            switch page.content.end {
            case .done:
                pages.append(page)
                return
            case .more(let cursor), .held(let cursor):
                pages.append(page)
                fetch.cursor = cursor
            case .again(let cursor):
                again += 1
                fetch.cursor = cursor
            case .restart(let reason):
                restarts.append(reason)
                fetch.cursor = nil
            }
        }
        throw PluginError(.plugin, "the walk has no end: \(targets.suffix(3))")
    }

    func rows(_ dataset: String) -> [String] { pages.flatMap { $0.rows(dataset) } }
    func cells(_ dataset: String, _ column: String) -> [String] { pages.flatMap { $0.cells(dataset, column) } }
    var proofs: [String] { pages.flatMap(\.proofs) }
    var shown: [ShownSubject] { pages.flatMap(\.content.shown) }
    var lacking: [LackingSubject] { pages.flatMap(\.content.lacking) }

    static func query(_ request: Request, _ name: String) -> String? { request.query.first { $0.name == name }?.value }
}

extension Request {
    subscript(_ name: String) -> String? { query.first { $0.name == name }?.value }
}
