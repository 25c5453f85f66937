import PluginKit

/// The requests that an exchange answers: an upstream, a path and a query, in which `*` stands for any value.
struct ExchangePattern: Hashable {
    let upstream: String
    /// Decoded segments; nil is `*`.
    let segments: [String?]
    /// Decoded values by name, in order; nil is `*`.
    let query: [String: [String?]]
    /// The query ends in a bare `*`: further names are welcome.
    let allowsMore: Bool

    /// Reads what stands behind the method: the target as it goes over the wire. Nil when a percent sign is not one of
    /// an encoding.
    init?(upstream: String, target: some StringProtocol) {
        let path = target.prefix { $0 != "?" }
        var segments: [String?] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            guard segment != "*" else {
                segments.append(nil)
                continue
            }
            guard let text = PercentEncoding.decode(segment) else { return nil }
            segments.append(text)
        }
        var query: [String: [String?]] = [:]
        var allowsMore = false
        for item in target.dropFirst(path.count + 1).split(separator: "&") {
            guard item != "*" else {
                allowsMore = true
                continue
            }
            let encodedName = item.prefix { $0 != "=" }
            let encodedValue = item.dropFirst(encodedName.count + 1)
            guard let name = PercentEncoding.decode(encodedName), let value = PercentEncoding.decode(encodedValue)
            else { return nil }
            query[name, default: []].append(encodedValue == "*" ? nil : value)
        }
        self.upstream = upstream
        self.segments = segments
        self.query = query
        self.allowsMore = allowsMore
    }

    /// The one request that this is.
    init?(_ request: Request) {
        self.init(upstream: request.upstream, target: request.path.replacing("*", with: "%2A"))
        var query: [String: [String?]] = [:]
        for item in request.query { query[item.name, default: []].append(item.value) }
        self = ExchangePattern(upstream: upstream, segments: segments, query: query)
    }

    private init(upstream: String, segments: [String?], query: [String: [String?]]) {
        self.upstream = upstream
        self.segments = segments
        self.query = query
        self.allowsMore = false
    }

    /// How much it leaves open; of two that match, the stricter one answers.
    var looseness: Int {
        segments.count { $0 == nil } * 1000 + (allowsMore ? 500 : 0)
            + query.values.reduce(0) { $0 + $1.count { $0 == nil } }
    }

    var path: String { segments.map { $0.map(PercentEncoding.encode) ?? "*" }.joined(separator: "/") }

    var hasLoosePath: Bool { segments.contains(nil) }

    func matches(_ asked: ExchangePattern) -> Bool {
        upstream == asked.upstream && matchesPath(asked) && differences(from: asked).isEmpty
    }

    func matchesPath(_ asked: ExchangePattern) -> Bool {
        segments.count == asked.segments.count && zip(segments, asked.segments).allSatisfy { $0 == nil || $0 == $1 }
    }

    /// How far it is from answering, the path first: the same, a slip of the hand away, or by the segments that differ.
    func farness(from asked: ExchangePattern, slip: String?) -> (path: Int, query: Int) {
        let queryDifferences = differences(from: asked).count
        guard !matchesPath(asked) else { return (0, queryDifferences) }
        guard path != slip else { return (1, queryDifferences) }
        let unlike = zip(segments, asked.segments).count { $0 != nil && $0 != $1 }
        return (1 + abs(segments.count - asked.segments.count) + unlike, queryDifferences)
    }

    /// What keeps this exchange's query from answering, in words.
    func differences(from asked: ExchangePattern) -> [String] {
        var words: [String] = []
        for (name, values) in query.sorted(by: { $0.key < $1.key }) {
            guard let others = asked.query[name] else {
                words.append("it has \(name), which was not asked")
                continue
            }
            let isSame = values.count == others.count && zip(values, others).allSatisfy { $0 == nil || $0 == $1 }
            if !isSame { words.append("it has \(Self.list(name, values)) where \(Self.list(name, others)) was asked") }
        }
        guard !allowsMore else { return words }
        for name in asked.query.keys.sorted() where query[name] == nil {
            words.append("it lacks \(Self.list(name, asked.query[name] ?? []))")
        }
        return words
    }

    private static func list(_ name: String, _ values: [String?]) -> String {
        values.map { "\(name)=\(SecretNames.isSecret(query: name) ? "*" : $0 ?? "*")" }.joined(separator: "&")
    }
}
