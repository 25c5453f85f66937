/// Why a fetch failed: the facts. `UpstreamError+Wording.swift` turns them into a sentence with what to do.
package struct UpstreamError: Error, Sendable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// A provider asked an upstream that it does not declare.
        case unknownUpstream
        /// The base or the path does not make a URL.
        case invalidURL
        /// Nothing listens there, or there is no way there.
        case unreachable
        case hostNotFound
        case connectTimeout
        case insecureConnection
        /// Closed or reset while TLS was agreed on: the host can be connected to, and will not speak.
        case handshakeClosed
        /// Closed or reset before the answer was whole.
        case connectionLost
        /// Not HTTP: bad chunk sizes, oversized headers, bytes after the answer.
        case malformedAnswer
        /// gzip that is cut, corrupt or of another checksum, or an encoding that was not asked for.
        case corruptEncoding
        case tooLarge
        /// The whole exchange took longer than the upstream's deadline.
        case deadline
        case redirectedElsewhere
        case redirectLoop
        /// A status that is no answer to this request.
        case status
        /// 429, or a body that says so under another status, until patience ended.
        case throttled
        /// Refused from the very first request on: the client is not welcome.
        case clientRefused
        /// Given up for the rest of the run after repeated refusals or failures.
        case circuitOpen
        case unexpectedMediaType
        case emptyBody
        /// An object that says `error` under 2xx.
        case errorText
        /// Out of a cache, and older than the upstream's answers may be.
        case staleAnswer
        /// In replay: no exchange answers this request.
        case unmatchedExchange
        /// A recorded exchange that cannot be read, or a recording that cannot be written.
        case exchangeFolder
        case cancelled
        case shutDown
        case unknown
    }

    package let code: Code
    package let upstream: String
    /// As it may be shown: ``PrintableAddress``.
    package let url: String
    /// Requests made for this fetch, the failed one included.
    package var attempts: Int
    /// The status of the answer, where there was one.
    package let status: Int?
    /// The particulars, such as a redirect's target; printable, one line.
    package let detail: String
    /// The beginning of the body, printable, one line.
    package let excerpt: String?
    /// Seconds that the upstream asked to wait, as it said; not capped.
    package let retryAfter: Double?
    package let cause: (any Error)?
    /// What became of the upstream's other host.
    package var otherHost = UpstreamDiagnosis.OtherHost.none

    package init(
        _ code: Code, upstream: String, url: String = "", attempts: Int = 1, status: Int? = nil, detail: String = "",
        excerpt: String? = nil,
        retryAfter: Double? = nil, cause: (any Error)? = nil
    ) {
        self.code = code
        self.upstream = upstream
        self.url = url
        self.attempts = attempts
        self.status = status
        self.detail = PrintableAddress.scrubbed(detail)
        self.excerpt = excerpt.map(PrintableAddress.scrubbed)
        self.retryAfter = retryAfter
        self.cause = cause
    }

    /// Whether the same request may well succeed a little later.
    package var isTransient: Bool {
        switch code {
        case .unreachable, .hostNotFound, .connectTimeout, .handshakeClosed, .connectionLost, .malformedAnswer,
            .corruptEncoding, .deadline,
            .emptyBody, .errorText, .throttled:
            true
        case .status:
            status.map(RetryPolicy.isTransient(status:)) ?? false
        case .unknownUpstream, .invalidURL, .insecureConnection, .tooLarge, .redirectedElsewhere, .redirectLoop,
            .clientRefused,
            .circuitOpen, .staleAnswer,
            .unexpectedMediaType, .unmatchedExchange, .exchangeFolder, .cancelled, .shutDown, .unknown:
            false
        }
    }
}
