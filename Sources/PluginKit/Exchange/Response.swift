public import Tabular

/// An upstream's whole answer: complete, inflated, of an allowed status and media type. What it means is the provider's
/// to say.
public struct Response: Sendable {
    public let status: Int
    /// Lower-case names.
    public let headers: [String: String]
    public let body: [UInt8]
    /// When the last byte came; in replay, what the exchange says.
    public let received: Instant

    public init(status: Int, headers: [String: String] = [:], body: [UInt8], received: Instant) {
        self.status = status
        self.headers = headers
        self.body = body
        self.received = received
    }

    /// The media type without parameters, lower case; empty when the answer names none.
    public var mediaType: String {
        let value = headers["content-type"] ?? ""
        let bare = value.prefix { $0 != ";" }
        return bare.filter { $0 != " " }.lowercased()
    }
}
