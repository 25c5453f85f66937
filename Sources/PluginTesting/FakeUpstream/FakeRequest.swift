import PluginKit

/// A request as a `FakeUpstream` received it.
public struct FakeRequest: Sendable {
    /// 1 for the first request after the start.
    public let number: Int
    public let method: String
    /// Path and query as they came over the wire.
    public let target: String
    /// Lower-case names.
    public let headers: [String: String]

    /// The target without its query, still percent-encoded.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The query's names and values, decoded; the last of equal names wins.
    public var query: [String: String] {
        var result: [String: String] = [:]
        for item in target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
            let name = item.prefix { $0 != "=" }
            let value = item.dropFirst(name.count + 1)
            result[PercentEncoding.decode(name) ?? String(name)] = PercentEncoding.decode(value) ?? String(value)
        }
        return result
    }
}
