import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
public import PluginKit
import Tabular

/// Asks the network, over HTTP/1.1 with connections kept open.
///
/// An answer is returned only when it is whole: its length, its chunks, the end and the checksum of its gzip member are verified, and the
/// upstream's deadline holds from the first byte of the request to the last one of the answer, redirects included.
/// `shutdown()` has to be called before the value goes away.
public struct LiveTransport: Transport {
    private let client: HTTPClient
    private let ledger: WireLedger
    private let clock: any UpstreamClock

    /// - Parameter largestAnswer: bytes that no answer of any upstream may exceed, on the wire or inflated; each upstream has its own cap below it.
    public init(largestAnswer: Int = 256 << 20, connectTimeout: Double = 10, clock: any UpstreamClock = SystemClock()) {
        let ledger = WireLedger()
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: Self.amount(connectTimeout)),
            decompression: .enabled(limit: .size(largestAnswer)))
        configuration.httpVersion = .http1Only
        // One attempt is one attempt: `RetryPolicy` decides about another.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture { try WireMeter.install(in: channel, ledger: ledger, limit: largestAnswer) }
        }
        self.client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        self.ledger = ledger
        self.clock = clock
    }

    public func exchange(_ request: PluginKit.Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> RawAnswer {
        let redactedURL = upstream.base + SecretNames.redactedTarget(of: request)
        let faults = FaultReading(upstream: upstream, url: redactedURL)
        guard let origin = WebAddress(upstream.base) else {
            throw faults.error(.invalidURL, WebAddress.fault(of: upstream.base) ?? upstream.base)
        }
        let deadline = NIODeadline.now() + Self.amount(upstream.deadline)
        let headers = Self.headers(of: request, upstream)
        var url = origin.description + request.target
        var redirection = Redirection(from: url, at: origin)
        while true {
            let body = try await collect(url, headers: headers, limit: upstream.maximumBytes, deadline: deadline, faults)
            guard Redirection.isRedirect(body.status), !request.answerStatuses.contains(body.status), let location = body.location else {
                return body.answer(received: clock.now())
            }
            switch redirection.follow(location) {
            case .follow(let next): url = next
            case .elsewhere(let target): throw faults.error(.redirectedElsewhere, Excerpt.line(target), status: body.status)
            case .loop(let what): throw faults.error(.redirectLoop, Excerpt.line(what), status: body.status)
            }
        }
    }

    public func shutdown() async {
        // The only error is a second shutdown.
        try? await client.shutdown()
    }

    private func collect(
        _ url: String, headers: HTTPHeaders, limit: Int, deadline: NIODeadline, _ faults: FaultReading
    ) async throws(UpstreamError) -> CollectedAnswer {
        do {
            let request = try HTTPClient.Request(url: url, headers: headers)
            let collector = AnswerCollector(limit: limit, ledger: ledger)
            let task = client.execute(request: request, delegate: collector, deadline: deadline)
            return try await withTaskCancellationHandler {
                try await task.futureResult.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw Task.isCancelled ? faults.error(.cancelled, "", cause: error) : faults.read(error)
        }
    }

    private static func headers(of request: PluginKit.Request, _ upstream: UpstreamDeclaration) -> HTTPHeaders {
        var headers = HTTPHeaders()
        for (name, value) in upstream.headers.sorted(by: { $0.key < $1.key }) { headers.replaceOrAdd(name: name, value: value) }
        for (name, value) in request.headers.sorted(by: { $0.key < $1.key }) { headers.replaceOrAdd(name: name, value: value) }
        if !headers.contains(name: "User-Agent") { headers.add(name: "User-Agent", value: "penstock") }
        if !headers.contains(name: "Accept"), !request.mediaTypes.isEmpty {
            headers.add(name: "Accept", value: request.mediaTypes.sorted().joined(separator: ", ") + ", */*;q=0.1")
        }
        headers.replaceOrAdd(name: "Accept-Encoding", value: "gzip")
        return headers
    }

    private static func amount(_ seconds: Double) -> TimeAmount {
        .microseconds(TokenBucket.microseconds(seconds))
    }
}
