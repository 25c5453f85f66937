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

extension UpstreamError: CustomStringConvertible {
    package var description: String { message }

    /// What went wrong and what to do about it.
    package var message: String {
        var text = "\(upstream): \(what)"
        if let excerpt, !excerpt.isEmpty { text += " (it says: \(excerpt))" }
        if attempts > 1 { text += ", after \(attempts) requests" }
        if !url.isEmpty { text += "; asked: \(url)" }
        return advice.isEmpty ? text : text + ". " + advice
    }

    /// What went wrong, in a few words.
    package var what: String {
        switch code {
        case .unknownUpstream: "no such upstream is declared\(detail.isEmpty ? "" : "; " + detail)"
        case .invalidURL: "the address cannot be used: \(detail)"
        case .unreachable: "no connection: \(detail)"
        case .hostNotFound: "the host name is not known: \(detail)"
        case .connectTimeout: "no connection within the time limit"
        case .insecureConnection: "the TLS connection failed: \(detail)"
        case .handshakeClosed: "the connection was closed in the TLS handshake: \(detail)"
        case .connectionLost: "the connection was lost before the answer was whole: \(detail)"
        case .malformedAnswer: "the answer is not valid HTTP: \(detail)"
        case .corruptEncoding: "the compressed answer is damaged: \(detail)"
        case .tooLarge: "the answer is larger than allowed: \(detail)"
        case .deadline: "the answer was not complete within \(detail)"
        case .redirectedElsewhere: "it redirects to \(detail), which is not the same origin"
        case .redirectLoop: "it redirects without end: \(detail)"
        case .status: "HTTP \(status ?? 0)"
        case .throttled: "too many requests\(status.map { " (HTTP \($0))" } ?? "")"
        case .clientRefused: "the client was refused from the first request on\(status.map { " (HTTP \($0))" } ?? "")"
        case .circuitOpen: "not asked any more in this run: \(detail)"
        case .unexpectedMediaType: "HTTP \(status ?? 0) with \(detail)"
        case .emptyBody: "HTTP \(status ?? 0) with an empty body"
        case .errorText: "HTTP \(status ?? 0) with an error instead of data"
        case .staleAnswer: "the answer has lain in a cache for \(detail)"
        case .unmatchedExchange: "no recorded exchange answers this request; \(detail)"
        case .exchangeFolder: detail
        case .cancelled: "stopped before the answer came"
        case .shutDown: "the connections are closed already"
        case .unknown: "the exchange failed: \(detail)"
        }
    }

    /// What to do about it; empty where nothing is known.
    package var advice: String {
        switch code {
        case .invalidURL:
            """
            An address is http:// or https://, a host and an optional path, as in --upstream \
            \(upstream)=http://127.0.0.1:8080
            """
        case .unmatchedExchange: "Add the exchange to the folder, or record it with --record"
        default: UpstreamDiagnosis(self)?.wayOut.asSentence ?? ""
        }
    }
}

extension String {
    /// With a capital letter, unless it begins with a flag.
    fileprivate var asSentence: String { prefix(1).uppercased() + dropFirst() }
}
