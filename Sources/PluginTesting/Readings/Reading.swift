public import PluginKit
public import Tabular

/// What a provider makes of one answer, as text that a test compares: its rows, cells and proofs.
///
/// The tests of a provider extend it by an initializer that knows the provider and what most questions have in common:
///
/// ```swift
/// extension Reading {
///     init(_ body: String, unit: String, status: Int = 200) throws {
///         let fetch = StoredFetch(unit: UnitName(text: unit), now: noon)
///         let response = Response.json(body, status: status, received: noon)
///         try self.init(ProviderPlugin(Notices.self).load(), response, for: fetch)
///     }
/// }
///
/// #expect(try Reading(body, unit: "notices(topic=weather)").rows("notices") == ["weather 2024-01-02T03:04:05Z 7 0.5"])
/// ```
public struct Reading: Sendable {
    /// All that the page says but its rows.
    public let content: PageContent
    private let axis: Axis
    private let batches: [String: Batch]

    /// - Throws: what the provider throws for an answer that cannot be believed.
    public init(_ provider: any LoadedProvider, _ response: Response, for fetch: StoredFetch) throws {
        let content = try provider.read(response, for: fetch)
        self.init(content: content, axis: Reading.axis(of: fetch, provider))
    }

    /// - Parameter axis: of the unit's spans, for the text of its proofs.
    public init(content: PageContent, axis: Axis = .time) {
        var content = content
        batches = Dictionary(uniqueKeysWithValues: content.takeBatches().map { ($0.dataset.name, $0.batch) })
        self.content = content
        self.axis = axis
    }

    private static func axis(of fetch: StoredFetch, _ provider: any LoadedProvider) -> Axis {
        if case .sessions? = try? provider.expectation(of: fetch.unit, note: fetch.note) { .sessions } else { .time }
    }

    /// The rows of a dataset in the order in which they came; nil where the page has none.
    public func batch(_ dataset: String) -> Batch? { batches[dataset] }

    /// The rows of a dataset in the order in which they came, cells joined by a blank, `-` for null.
    public func rows(_ dataset: String) -> [String] { batches[dataset].map(Reading.rows) ?? [] }

    /// The cells of one column, `-` for null.
    public func cells(_ dataset: String, _ column: String) -> [String] {
        batches[dataset].map { Reading.cells($0, column) } ?? []
    }

    static func rows(_ batch: Batch) -> [String] {
        (0..<batch.count).map { row in
            batch.schema.columns.indices.map { batch.text(row: row, column: $0) ?? "-" }.joined(separator: " ")
        }
    }

    static func cells(_ batch: Batch, _ column: String) -> [String] {
        guard let index = batch.schema.index(of: column) else { return [] }
        return (0..<batch.count).map { batch.text(row: $0, column: index) ?? "-" }
    }

    /// What is proved, in the order in which the proofs hold (the last one that speaks of a place), reasons by their
    /// codes: `[2026-11-01T00:00:00Z, 2026-11-02T00:00:00Z) gap no_trades`, `2025-01-07..2025-01-08 stored`.
    public var proofs: [String] { texts(\.code) }

    /// The same with what the provider says of each reason:
    /// `2025-01-07 empty before listing: first trade on 2025-01-08`.
    public var proofsInWords: [String] { texts(\.description) }

    private func texts(_ text: (Reason) -> String) -> [String] {
        content.proofs.map { proof in
            let what =
                switch proof.proof {
                case .stored: "stored"
                case .empty(let reason): "empty \(text(reason))"
                case .unavailable(let reason): "unavailable \(text(reason))"
                case .lacking(let reason): "lacking \(text(reason))"
                case .gap(let reason): "gap \(text(reason))"
                }
            return "\(proof.span.text(on: axis)) \(what)"
        }
    }

    /// Whether the walk ends with this page.
    public var isDone: Bool { content.end == .done }

    /// The error of an answer that is refused; nil where it is read.
    public static func refusal(_ read: () throws -> Reading) -> PluginError? {
        do {
            _ = try read()
            return nil
        } catch let error as PluginError {
            return error
        } catch {
            return PluginError(.plugin, "reading throws what is no PluginError: \(error)")
        }
    }
}

extension Response {
    /// An answer of JSON.
    public static func json(_ body: String, status: Int = 200, received: Instant) -> Response {
        Response(
            status: status, headers: ["content-type": "application/json"], body: Array(body.utf8), received: received)
    }
}

extension KnownTexts {
    /// What an archive would know after a page, the ids in its order from 1 on.
    package init(after content: PageContent, version: String = "1") {
        self.init(
            version: version,
            content.shown.enumerated().compactMap { index, subject in
                subject.digest.map { ($0, Int64(index + 1)) }
            })
    }
}
