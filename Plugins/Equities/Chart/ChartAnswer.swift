import LosslessJSON
import PluginKit

/// What came back from the chart API, before anything in it is believed.
enum ChartAnswer {
    /// The one element of `chart.result`.
    case result(JSONValue)
    /// Yahoo has no such symbol, or no longer.
    case unknownSymbol(Reason)
    /// All of the span lies before the first trade.
    case beforeListing(Reason)

    /// Throws `PluginError.refused` where Yahoo says no or a page for people came, `.malformed` where the JSON is not a
    /// chart answer.
    init(_ response: Response, symbol: String) throws {
        if (300..<400).contains(response.status) {
            let target = response.headers["location"].map { " to \($0.prefix(80))" } ?? ""
            throw PluginError(
                .refused, "Yahoo answers with a redirect (\(response.status))\(target) instead of bars",
                fix: "a consent page is in the way; try --user-agent")
        }
        let start = response.body.first { $0 > 0x20 }
        if response.mediaType == "text/html" || start == UInt8(ascii: "<") {
            throw PluginError(.refused, "Yahoo answers with an HTML page (status \(response.status)) instead of bars")
        }
        if response.mediaType == "text/plain", start != UInt8(ascii: "{") {
            let text =
                String(decoding: response.body.prefix(60), as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
            throw PluginError(
                .refused, "Yahoo answers with the plain text '\(text)' (status \(response.status)) instead of bars")
        }
        let root = try JSONDocument(response.body).root
        guard let chart = root["chart"] else {
            let keys = root.kind == .object ? try root.members.map(\.key).joined(separator: ", ") : "\(root.kind)"
            throw PluginError.malformed(
                """
                the answer is not a chart: at its top is \(keys.isEmpty ? "nothing" : keys)\(ChartAnswer.said(by: root))
                """
            )
        }
        if let error = try chart.optional("error") {
            self = try ChartAnswer.of(error, status: response.status, symbol: symbol)
            return
        }
        guard (200..<300).contains(response.status) else {
            throw PluginError(.refused, "Yahoo answers with status \(response.status) and gives no reason")
        }
        let results = try chart.member("result")
        guard results.kind == .array, results.count == 1 else {
            throw PluginError.malformed(
                """
                \(results.path) is \(results.kind == .array ? "a list of \(results.count)" : "\(results.kind)") where \
                one chart is expected
                """
            )
        }
        self = .result(try results.element(0))
    }

    private static func of(_ error: JSONValue, status: Int, symbol: String) throws -> ChartAnswer {
        let code = try error.member("code").string()
        let description = try error.optional("description")?.string() ?? ""
        if code == "Not Found" || status == 404 { return .unknownSymbol(Reason("unknown_symbol", description)) }
        if description.hasPrefix("Data doesn't exist for startDate") {
            return .beforeListing(Reason("before_listing", description))
        }
        throw PluginError(.refused, "Yahoo refuses to answer for \(symbol): \(code): \(description)")
    }

    /// Other parts of Yahoo put their error into an envelope of their own.
    private static func said(by root: JSONValue) -> String {
        guard root.kind == .object, let members = try? root.members else { return "" }
        for (_, value) in members {
            guard let error = value["error"], !error.isNull, let description = try? error["description"]?.string()
            else { continue }
            return ", which says: \(description)"
        }
        return ""
    }
}
