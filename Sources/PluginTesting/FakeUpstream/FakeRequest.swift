import PluginKit

/// A request as a `FakeUpstream` received it.
public struct FakeRequest: Sendable {
    /// 1 for the first request after the start.
    public internal(set) var number = 0
    public internal(set) var method = ""
    /// As it came over the wire: path and query, or what a proxy is asked for (`http://host/path`, `host:443`).
    public internal(set) var target = ""
    /// Lower-case names; the last of equal names wins.
    public internal(set) var headers: [String: String] = [:]
    /// Without its chunks.
    public internal(set) var body: [UInt8] = []

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
