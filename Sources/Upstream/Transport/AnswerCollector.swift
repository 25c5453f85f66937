import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Gathers one answer in one array, on the connection's own thread: each byte of the body is copied once, apart from growth.
final class AnswerCollector: HTTPClientResponseDelegate {
    typealias Response = CollectedAnswer

    enum Fault: Error {
        case tooLarge(limit: Int)
        case unknownEncoding(String)
    }

    private struct State {
        var status = 0
        var headers = HTTPHeaders()
        var exchange: Int?
        var body: [UInt8] = []
    }

    private let limit: Int
    private let ledger: WireLedger
    private let state = Mutex(State())

    init(limit: Int, ledger: WireLedger) {
        self.limit = limit
        self.ledger = ledger
    }

    func didReceiveHead(task: HTTPClient.Task<CollectedAnswer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let encodings = head.headers[canonicalForm: "Content-Encoding"].map { $0.lowercased() }.filter { $0 != "identity" }
        if let unknown = encodings.first(where: { $0 != "gzip" && $0 != "deflate" }) ?? encodings.dropFirst().first {
            return task.eventLoop.makeFailedFuture(Fault.unknownEncoding(unknown))
        }
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        guard length <= limit else { return task.eventLoop.makeFailedFuture(Fault.tooLarge(limit: limit)) }
        state.withLock { state in
            state.status = Int(head.status.code)
            state.headers = head.headers
            state.exchange = head.headers.first(name: WireMeter.header).flatMap { Int($0) }
            state.body.reserveCapacity(min(limit, encodings.isEmpty ? length : length * 4))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<CollectedAnswer>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let fits = state.withLock { state in
            guard state.body.count + buffer.readableBytes <= limit else { return false }
            buffer.withUnsafeReadableBytes { state.body.append(contentsOf: $0) }
            return true
        }
        return fits ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(Fault.tooLarge(limit: limit))
    }

    func didReceiveError(task: HTTPClient.Task<CollectedAnswer>, _ error: any Error) {
        state.withLock { state in
            if let exchange = state.exchange { _ = ledger.close(exchange) }
            state.body = []
        }
    }

    func didFinishRequest(task: HTTPClient.Task<CollectedAnswer>) throws -> CollectedAnswer {
        state.withLock { state in
            let wireBytes = state.exchange.flatMap { ledger.close($0) }
            // Taken out, so that the array is handed on and not copied.
            let body = state.body
            state.body = []
            return CollectedAnswer(status: state.status, headers: state.headers, body: body, wireBytes: wireBytes ?? body.count)
        }
    }
}
