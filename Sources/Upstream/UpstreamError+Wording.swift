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
