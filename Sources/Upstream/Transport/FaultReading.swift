import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import PluginKit

/// Reads the errors of the HTTP client and the layers below it as what they mean to a run.
struct FaultReading {
    let upstream: UpstreamDeclaration
    let url: String

    func error(_ code: UpstreamError.Code, _ detail: String, status: Int? = nil, cause: (any Error)? = nil) -> UpstreamError {
        UpstreamError(code, upstream: upstream.name, url: url, status: status, detail: detail, cause: cause)
    }

    func read(_ fault: any Error) -> UpstreamError {
        switch fault {
        case let fault as HTTPClientError: read(fault)
        case let fault as NIOConnectionError: connection(fault)
        case let fault as IOError: error(code(of: fault), words(fault), cause: fault)
        case let fault as ChannelError: channel(fault)
        case let fault as AnswerCollector.Fault: collector(fault)
        case let fault as WireMeter.LimitExceeded: error(.tooLarge, "more than \(fault.limit) bytes on the wire", cause: fault)
        case let fault as NIOHTTPDecompression.DecompressionError where fault == .limit:
            error(.tooLarge, "it inflates to more than is allowed", cause: fault)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            error(.corruptEncoding, words(fault), cause: fault)
        case HTTPParserError.invalidEOFState: error(.connectionLost, "it ended before its declared end", cause: fault)
        case is HTTPParserError, is NIOHTTPDecoderError: error(.malformedAnswer, words(fault), cause: fault)
        case is ByteToMessageDecoderError.PayloadTooLargeError: error(.tooLarge, words(fault), cause: fault)
        case is SocketAddressError: error(.hostNotFound, words(fault), cause: fault)
        case is CancellationError: error(.cancelled, "", cause: fault)
        default: foreign(fault)
        }
    }

    private func read(_ fault: HTTPClientError) -> UpstreamError {
        switch fault {
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            error(.deadline, "\(upstream.deadline) s", cause: fault)
        case .connectTimeout, .getConnectionFromPoolTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout:
            error(.connectTimeout, "", cause: fault)
        case .tlsHandshakeTimeout: error(.insecureConnection, "the handshake took too long", cause: fault)
        case .remoteConnectionClosed, .uncleanShutdown: error(.connectionLost, "closed by the other side", cause: fault)
        case .cancelled: error(.cancelled, "", cause: fault)
        case .alreadyShutdown: error(.shutDown, "", cause: fault)
        case .invalidURL, .emptyHost, .emptyScheme: error(.invalidURL, words(fault), cause: fault)
        default: error(.unknown, words(fault), cause: fault)
        }
    }

    private func connection(_ fault: NIOConnectionError) -> UpstreamError {
        guard let first = fault.connectionErrors.first else { return error(.hostNotFound, fault.host, cause: fault) }
        if case .some(.connectTimeout) = first.error as? ChannelError { return error(.connectTimeout, "", cause: fault) }
        return error(.unreachable, "\(fault.host):\(fault.port): \(words(first.error))", cause: fault)
    }

    private func channel(_ fault: ChannelError) -> UpstreamError {
        if case .connectTimeout = fault { return error(.connectTimeout, "", cause: fault) }
        return error(.connectionLost, words(fault), cause: fault)
    }

    private func collector(_ fault: AnswerCollector.Fault) -> UpstreamError {
        switch fault {
        case .tooLarge(let limit): error(.tooLarge, "more than \(limit) bytes", cause: fault)
        case .unknownEncoding(let name): error(.corruptEncoding, "content-encoding \(Excerpt.line(name)) was not asked for", cause: fault)
        }
    }

    /// Errors of modules that this one does not import.
    private func foreign(_ fault: any Error) -> UpstreamError {
        let type = String(reflecting: Swift.type(of: fault))
        if type.hasPrefix("NIOSSL") { return error(.insecureConnection, words(fault), cause: fault) }
        return error(.unknown, "\(type): \(words(fault))", cause: fault)
    }

    private func code(of fault: IOError) -> UpstreamError.Code {
        switch fault.errnoCode {
        case ErrorNumber.connectionReset, ErrorNumber.brokenPipe, ErrorNumber.connectionAborted: .connectionLost
        default: .unreachable
        }
    }

    private func words(_ fault: any Error) -> String {
        // NIO's own text of these is for its authors: "connection reset (error set): Connection refused) (errno: 111)".
        if let fault = fault as? IOError { return ErrorNumber.words(fault.errnoCode) }
        return Excerpt.line(String(describing: fault))
    }
}
