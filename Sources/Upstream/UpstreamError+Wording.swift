extension UpstreamError: CustomStringConvertible {
    public var description: String { message }

    /// What went wrong and what to do about it.
    public var message: String {
        var text = "\(upstream): \(what)"
        if let excerpt, !excerpt.isEmpty { text += " (it says: \(excerpt))" }
        if attempts > 1 { text += ", after \(attempts) requests" }
        if !url.isEmpty { text += "; asked: \(url)" }
        return advice.isEmpty ? text : text + ". " + advice
    }

    /// What went wrong, in a few words.
    public var what: String {
        switch code {
        case .unknownUpstream: "no such upstream is declared\(detail.isEmpty ? "" : "; " + detail)"
        case .invalidURL: "the address cannot be used: \(detail)"
        case .unreachable: "no connection: \(detail)"
        case .hostNotFound: "the host name is not known: \(detail)"
        case .connectTimeout: "no connection within the time limit"
        case .insecureConnection: "the TLS connection failed: \(detail)"
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
        case .unmatchedExchange: "no recorded exchange answers this request; \(detail)"
        case .exchangeFolder: detail
        case .cancelled: "stopped before the answer came"
        case .shutDown: "the connections are closed already"
        case .unknown: "the exchange failed: \(detail)"
        }
    }

    /// What to do about it; empty where nothing is known.
    public var advice: String {
        switch code {
        case .invalidURL:
            "An address is http:// or https://, a host and an optional path, as in --upstream \(upstream)=http://127.0.0.1:8080"
        case .unreachable, .connectTimeout: "Check the network and, where it is set, --upstream \(upstream)=URL"
        case .hostNotFound: "Check the name, the resolver and, where it is set, --upstream \(upstream)=URL"
        case .insecureConnection: "Check the host's clock and certificates; a proxy that inspects TLS needs its certificate installed"
        case .redirectedElsewhere: "If the upstream has moved, point to it with --upstream \(upstream)=URL"
        case .throttled: "Ask more slowly with --rate-limit-delay \(upstream)=SECONDS and run again later"
        case .clientRefused: "It is not the pace: try another --user-agent, or another network"
        case .unexpectedMediaType: "A consent or error page is no data; open the address in a browser to see what it wants"
        case .unmatchedExchange: "Add the exchange to the folder, or record it with --record"
        case .tooLarge, .circuitOpen, .cancelled, .shutDown, .unknown, .exchangeFolder, .unknownUpstream, .connectionLost, .malformedAnswer,
            .corruptEncoding, .deadline, .redirectLoop, .status, .emptyBody:
            ""
        }
    }
}
