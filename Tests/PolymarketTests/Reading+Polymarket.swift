import PluginKit
import PluginTesting
import Polymarket
import Tabular

/// What the provider of Polymarket makes of answers that are asked for on Monday, 16 November 2026.
extension Reading {
    static let now = at("2026-11-16T21:30:00Z")

    static func at(_ text: String) -> Instant { Instant(text) ?? Instant(seconds: 0) }
    static func span(_ start: String, _ end: String) -> Span { Span(at(start).microseconds, at(end).microseconds) }

    static func provider(_ options: [String: String] = [:]) throws -> any LoadedProvider {
        try ProviderPlugin(Polymarket.self).load(OptionValues(options))
    }

    static func response(_ body: String, status: Int = 200) -> Response {
        .json(body, status: status, received: now)
    }

    init(
        _ body: String, unit: String, note: String? = nil, span: Span? = nil, cursor: String? = nil,
        purpose: Purpose = .extend,
        subjects: [String]? = nil, status: Int = 200, now: Instant = now, options: [String: String] = [:]
    ) throws {
        let fetch = StoredFetch(
            unit: UnitName(text: unit), note: note, span: span, cursor: cursor, purpose: purpose, subjects: subjects,
            now: now)
        try self.init(Reading.provider(options), Reading.response(body, status: status), for: fetch)
    }
}

extension FakeWalk {
    init(
        _ unit: String, note: String? = nil, span: Span? = nil, purpose: Purpose = .extend, subjects: [String]? = nil,
        now: Instant = Reading.now, options: [String: String] = [:],
        answer: (Request) throws -> (status: Int, body: String)
    ) throws {
        let fetch = StoredFetch(
            unit: UnitName(text: unit), note: note, span: span, purpose: purpose, subjects: subjects, now: now)
        try self.init(Reading.provider(options), fetch, answer: answer)
    }

    /// `516710 gone`.
    var lackingTexts: [String] { lacking.map { "\($0.name) \($0.reason.code)" } }
}
