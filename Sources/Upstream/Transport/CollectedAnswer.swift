import NIOHTTP1
import Tabular

/// An answer as the connection gave it, whole.
struct CollectedAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]
    let wireBytes: Int

    /// Where a redirect leads.
    var location: String? { headers.first(name: "Location") }

    /// Fields that tell how the body travelled; here it is inflated and whole.
    private static let travelling: Set<String> = ["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"]

    func answer(received: Instant) -> RawAnswer {
        var fields: [String: String] = [:]
        for (name, value) in headers {
            let name = name.lowercased()
            guard !Self.travelling.contains(name), name != WireMeter.header else { continue }
            fields[name] = fields[name].map { $0 + ", " + value } ?? value
        }
        return RawAnswer(
            status: status, headers: fields, body: body, received: received, wireBytes: wireBytes, isLengthProved: isLengthProved)
    }

    private var isLengthProved: Bool {
        headers.contains(name: "Content-Length") || headers.contains(name: "Transfer-Encoding")
            || headers.contains(name: "Content-Encoding")
            || status == 204 || status == 304
    }
}
