package import PluginKit
package import Tabular

/// Carries one request to an upstream and brings its whole answer back: one attempt, no retry, no opinion about the
/// status.
///
/// `LiveTransport` asks the network, `ReplayTransport` a folder of exchanges, `RecordingTransport` writes such a folder
/// beside another one.
package protocol Transport: Sendable {
    /// The answer is complete (length, gzip end and checksum verified) or an error is thrown; never a part of an
    /// answer.
    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer

    /// Closes connections. Nothing may be exchanged afterwards.
    func shutdown() async
}

extension Transport {
    package func shutdown() async {}
}

/// What came back for one attempt, before anything is said about its worth.
package struct RawAnswer: Sendable {
    package let status: Int
    /// Lower-case names; repeated fields are joined by a comma and a space. Without `content-encoding`,
    /// `content-length` and `transfer-encoding`, because the body is inflated and whole.
    package let headers: [String: String]
    package let body: [UInt8]
    /// When the last byte came.
    package let received: Instant
    /// Bytes of the body as they went over the wire, before inflation.
    package let wireBytes: Int
    /// Requests that went out for it: redirects, and what the client repeated by itself, count.
    package let requests: Int
    /// False when the answer had neither a length nor chunks nor a gzip trailer, so that a cut one looks whole.
    package let isLengthProved: Bool
    /// Out of a folder of exchanges: `received` is the exchange's, and no clock of this host's.
    package let isReplayed: Bool

    package init(
        status: Int, headers: [String: String] = [:], body: [UInt8], received: Instant, wireBytes: Int? = nil,
        requests: Int = 1,
        isLengthProved: Bool = true, isReplayed: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.received = received
        self.wireBytes = wireBytes ?? body.count
        self.requests = requests
        self.isLengthProved = isLengthProved
        self.isReplayed = isReplayed
    }

    /// As a provider sees it.
    var response: Response { Response(status: status, headers: headers, body: body, received: received) }
}
