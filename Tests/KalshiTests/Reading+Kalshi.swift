import Kalshi
import PluginKit
import PluginTesting
import Tabular

/// What the provider of Kalshi makes of answers that are asked for on Wednesday, 18 November 2026, after noon in New
/// York.
extension Reading {
    static let now = at("2026-11-18T18:00:30Z")

    static func at(_ text: String) -> Instant { Instant(text) ?? Instant(seconds: 0) }
    static func span(_ from: String, _ to: String) -> Span { Span(at(from)..<at(to)) }

    static func fetch(
        _ unit: String, note: String? = nil, facts: String? = nil, span: Span? = nil, cursor: String? = nil,
        purpose: Purpose = .extend,
        subjects: [String]? = nil
    ) -> StoredFetch {
        StoredFetch(
            unit: UnitName(text: unit), note: note, facts: facts, span: span, cursor: cursor, purpose: purpose,
            subjects: subjects, now: now
        )
    }

    static func response(_ body: String, _ status: Int = 200) -> Response {
        .json(body, status: status, received: now)
    }

    init(_ body: String, _ fetch: StoredFetch, status: Int = 200, options: [String: String] = [:]) throws {
        let provider = try ProviderPlugin(Kalshi.self).load(OptionValues(options))
        try self.init(provider, Reading.response(body, status), for: fetch)
    }
}

extension FakeWalk {
    init(
        _ fetch: StoredFetch, options: [String: String] = [:], limit: Int = 60,
        _ answer: (Request) -> (status: Int, body: String)
    ) throws {
        try self.init(ProviderPlugin(Kalshi.self).load(OptionValues(options)), fetch, limit: limit, answer: answer)
    }
}
