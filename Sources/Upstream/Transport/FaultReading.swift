import Curl
import Host
import PluginKit

/// Reads how a transfer ended as what it means to a run.
struct FaultReading {
    let upstream: UpstreamDeclaration
    let url: String

    func error(
        _ code: UpstreamError.Code, _ detail: String, status: Int? = nil, requests: Int = 1, cause: (any Error)? = nil
    )
        -> UpstreamError
    {
        UpstreamError(
            code, upstream: upstream.name, url: url, attempts: max(1, requests), status: status, detail: detail,
            cause: cause)
    }

    /// The error of a transfer that has no end of its own.
    func read(_ fault: TransferError, requests: Int) -> UpstreamError {
        switch fault {
        case .cancelled: error(.cancelled, "", requests: requests, cause: fault)
        case .shutDown: error(.shutDown, "", requests: requests, cause: fault)
        case .unavailable(let words):
            error(.unknown, words + " (Debian: apt-get install libcurl4)", requests: requests, cause: fault)
        }
    }

    func read(_ fault: AnswerCollector.Fault, requests: Int) -> UpstreamError {
        switch fault {
        case .tooLarge(let words): error(.tooLarge, words, requests: requests, cause: fault)
        case .headTooLarge: error(.malformedAnswer, "its head is too large", requests: requests, cause: fault)
        case .unknownEncoding(let name):
            error(
                .corruptEncoding, "content-encoding \(Excerpt.line(name)) was not asked for", requests: requests,
                cause: fault)
        case .damagedGzip(let words): error(.corruptEncoding, words, requests: requests, cause: fault)
        case .zlib(let words): error(.unknown, words, requests: requests, cause: fault)
        }
    }

    /// nil: it ended well.
    ///
    /// - Parameter isOverdue: whether the deadline of the whole exchange has passed.
    func read(_ end: TransferEnd, isOverdue: Bool, requests: Int) -> UpstreamError? {
        guard let (code, detail) = meaning(of: end, isOverdue: isOverdue) else { return nil }
        return error(code, Excerpt.line(detail), requests: requests)
    }

    private func meaning(of end: TransferEnd, isOverdue: Bool) -> (UpstreamError.Code, String)? {
        switch end.code {
        case .ok: return end.hasExcess ? (.malformedAnswer, "more came than its length says") : nil
        case .hostNotFound: return (.hostNotFound, host)
        case .proxyNotFound: return (.hostNotFound, Self.ofProxy(end))
        case .cannotConnect: return (.unreachable, refusal(end))
        case .proxy: return (.unreachable, Self.ofProxy(end))
        case .timedOut: return timeout(end, isOverdue: isOverdue)
        case .partialFile: return (.connectionLost, "it ended before its declared end")
        case .nothingCame: return (.connectionLost, "closed by the other side")
        case .http2, .http2Stream: return (.connectionLost, end.words)
        case .sendError, .receiveError: return broken(end)
        case .unsupportedProtocol, .oddAnswer: return (.malformedAnswer, end.words)
        // A line of the head that libcurl has no room for.
        case .outOfMemory, .tooLarge: return (.malformedAnswer, "its head is too large")
        case .malformedURL: return (.invalidURL, end.words)
        default: return end.code.isOfTLS ? handshake(end) : (.unknown, end.words)
        }
    }

    /// libcurl names whom it could not connect to: where that is not the upstream, it is a proxy.
    private func refusal(_ end: TransferEnd) -> String {
        end.words.isEmpty || end.words.contains(host) ? "\(place): \(systemWords(end) ?? end.words)" : Self.ofProxy(end)
    }

    private static func ofProxy(_ end: TransferEnd) -> String { "\(end.words) \(ofProxy)" }

    /// Behind the words of what a proxy did.
    static let ofProxy = "(the proxy of the environment)"

    private func timeout(_ end: TransferEnd, isOverdue: Bool) -> (UpstreamError.Code, String) {
        if isOverdue { return (.deadline, "\(upstream.deadline) s") }
        return end.isConnected ? (.insecureConnection, "the handshake took too long") : (.connectTimeout, "")
    }

    /// One code for several faults of a connection, told apart by libcurl's words.
    private func broken(_ end: TransferEnd) -> (UpstreamError.Code, String) {
        let words = end.words.lowercased()
        if words.contains("chunk") || words.contains("header") { return (.malformedAnswer, end.words) }
        if words.contains("connect tunnel") || words.contains("proxy") {
            return (.unreachable, Self.ofProxy(end))
        }
        return (.connectionLost, systemWords(end) ?? end.words)
    }

    /// A connection that breaks while TLS is agreed on: the network is there, and the host, or who stands before it,
    /// will not speak. It may the next time.
    private func handshake(_ end: TransferEnd) -> (UpstreamError.Code, String) {
        let isBroken = end.code == .tlsConnect && Self.broken.contains { end.words.contains($0) }
        return (isBroken ? .handshakeClosed : .insecureConnection, end.words)
    }

    /// Of OpenSSL and of GnuTLS; an alert is the other side's word that it will not go on.
    private static let broken = ["reset", "SYSCALL", "unexpected eof", "alert", "non-properly terminated"]

    /// `Connection refused`.
    private func systemWords(_ end: TransferEnd) -> String? {
        end.systemError == 0 ? nil : SystemFault(end.systemError).reason
    }

    private var host: String { WebAddress(upstream.base)?.host ?? "[no host]" }

    private var place: String { WebAddress(upstream.base).map { "\($0.host):\($0.port)" } ?? "[no host]" }
}
