package import PluginKit
package import Tabular

/// What came back for one attempt, before anything is said about its worth: the response, and how it travelled.
package struct Answer: Sendable {
    /// As a provider will see it. Without the fields `content-encoding`, `content-length` and `transfer-encoding`,
    /// because the body is inflated and whole; repeated fields are joined by a comma and a space.
    package let response: Response
    /// Bytes of the body as they went over the wire, before inflation.
    package let wireBytes: Int
    /// Requests that went out for it: redirects, and what the client repeated by itself, count.
    package let requests: Int
    /// False when the answer had neither a length nor chunks nor a gzip trailer, so that a cut one looks whole.
    package let isLengthProved: Bool
    /// Out of a folder of exchanges: when it was received is the exchange's word, and no clock's of this host.
    package let isReplayed: Bool

    package init(
        status: Int, headers: [String: String] = [:], body: [UInt8], received: Instant, wireBytes: Int? = nil,
        requests: Int = 1, isLengthProved: Bool = true, isReplayed: Bool = false
    ) {
        self.response = Response(status: status, headers: headers, body: body, received: received)
        self.wireBytes = wireBytes ?? body.count
        self.requests = requests
        self.isLengthProved = isLengthProved
        self.isReplayed = isReplayed
    }
}
