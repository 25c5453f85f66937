import Curl
package import PluginKit
import Tabular

/// Asks the network by libcurl, with connections kept open, over HTTP/2 where a host of TLS offers it.
///
/// An answer is returned only when it is whole: its length, its chunks, the end and the checksum of its gzip member are
/// verified, and the upstream's deadline holds from the first byte of the request to the last one of the answer,
/// redirects included. `shutdown()` ends what is under way.
package struct LiveTransport: Transport {
    private let engine = TransferEngine()
    private let largestAnswer: Int
    private let connectTimeout: Double
    private let surroundings: Surroundings
    private let secrets: NamedSecret
    private let clock: any UpstreamClock

    /// - Parameters:
    ///   - largestAnswer: bytes that no answer of any upstream may exceed, on the wire or inflated; each upstream has
    ///     its own cap below it.
    ///   - environment: where proxies and certificates are named (`https_proxy`, `no_proxy`, `SSL_CERT_FILE` and the
    ///     others that curl knows).
    package init(
        largestAnswer: Int = 256 << 20, connectTimeout: Double = 10, environment: [String: String] = [:],
        clock: any UpstreamClock = SystemClock()
    ) {
        self.largestAnswer = largestAnswer
        self.connectTimeout = connectTimeout
        surroundings = Surroundings(environment: environment)
        self.clock = clock
        secrets = NamedSecret(environment: environment)
    }

    package func exchange(_ request: PluginKit.Request, with upstream: UpstreamDeclaration) async throws(UpstreamError)
        -> Answer
    {
        let faults = FaultReading(upstream: upstream, url: PrintableAddress.text(of: request, at: upstream.base))
        guard let origin = WebAddress(upstream.base) else {
            throw faults.error(.invalidURL, WebAddress.fault(of: upstream.base) ?? "not an address")
        }
        var attempt = Attempt(
            deadline: .now + .microseconds(TokenBucket.microseconds(upstream.deadline)), faults: faults)
        let headers = try headers(of: request, upstream, faults)
        var url = try origin.description + request.target + query(of: upstream, behind: request, faults)
        var redirection = Redirection(from: url, at: origin)
        while true {
            let collector = AnswerCollector(limit: min(upstream.maximumBytes, largestAnswer))
            let answer = try await collect(url, headers: headers, into: collector, &attempt)
            guard Redirection.isRedirect(answer.response.status),
                !request.answerStatuses.contains(answer.response.status),
                let location = collector.location
            else { return answer }
            switch redirection.follow(location) {
            case .follow(let next): url = next
            case .elsewhere(let target):
                throw faults.error(
                    .redirectedElsewhere, Excerpt.line(target), status: answer.response.status,
                    requests: attempt.requests)
            case .loop(let what):
                throw faults.error(
                    .redirectLoop, Excerpt.line(what), status: answer.response.status, requests: attempt.requests)
            }
        }
    }

    package func shutdown() async {
        await engine.shutdown()
    }

    /// What the transfers of one exchange share.
    private struct Attempt {
        let deadline: ContinuousClock.Instant
        let faults: FaultReading
        /// That went out so far: redirects, and what libcurl repeated by itself.
        var requests = 0

        var secondsLeft: Double {
            let left = (deadline - .now).components
            return Double(left.seconds) + Double(left.attoseconds) / 1e18
        }
    }

    private func collect(
        _ url: String, headers: [(name: String, value: String)], into collector: AnswerCollector,
        _ attempt: inout Attempt
    ) async throws(UpstreamError) -> Answer {
        let faults = attempt.faults
        let end: TransferEnd
        do throws(TransferError) {
            end = try await engine.run(
                Transfer(
                    url, headers: headers, connectLimit: connectTimeout, timeLimit: attempt.secondsLeft,
                    surroundings: surroundings),
                into: collector)
        } catch {
            throw faults.read(error, requests: attempt.requests + 1)
        }
        attempt.requests += end.requests
        if let fault = collector.fault { throw faults.read(fault, requests: attempt.requests) }
        if let error = faults.read(end, isOverdue: attempt.secondsLeft <= 0.005, requests: attempt.requests) {
            throw error
        }
        do throws(AnswerCollector.Fault) {
            return try collector.answer(end, requests: attempt.requests, received: clock.now())
        } catch {
            throw faults.read(error, requests: attempt.requests)
        }
    }

    /// What the upstream adds to every query, with what is secret of it.
    private func query(
        of upstream: UpstreamDeclaration, behind request: PluginKit.Request, _ faults: FaultReading
    ) throws(UpstreamError) -> String {
        var text = ""
        for (name, value) in upstream.query.sorted(by: { $0.key < $1.key }) {
            let mark = text.isEmpty && request.query.isEmpty ? "?" : "&"
            let value = try said(value, "the query \(Excerpt.line(name))", faults)
            text += "\(mark)\(PercentEncoding.encode(name))=\(PercentEncoding.encode(value))"
        }
        return text
    }

    private func said(_ text: String, _ place: String, _ faults: FaultReading) throws(UpstreamError) -> String {
        guard text.contains("{") else { return text }
        do throws(NamedSecret.Lack) {
            return try secrets.resolved(text, in: place)
        } catch {
            throw faults.error(.invalidURL, error.words)
        }
    }

    private func headers(
        of request: PluginKit.Request, _ upstream: UpstreamDeclaration, _ faults: FaultReading
    ) throws(UpstreamError) -> [(name: String, value: String)] {
        var values: [String: (name: String, value: String)] = [:]
        for (name, value) in upstream.headers {
            values[name.lowercased()] = (name, try said(value, "the header \(Excerpt.line(name))", faults))
        }
        for (name, value) in request.headers { values[name.lowercased()] = (name, value) }
        if values["user-agent"] == nil { values["user-agent"] = ("User-Agent", "penstock") }
        if values["accept"] == nil {
            // Without media types none is sent: an empty value takes out what libcurl would send.
            values["accept"] = (
                "Accept",
                request.mediaTypes.isEmpty ? "" : request.mediaTypes.sorted().joined(separator: ", ") + ", */*;q=0.1"
            )
        }
        values["accept-encoding"] = ("Accept-Encoding", "gzip")
        let headers = values.sorted { $0.key < $1.key }.map(\.value)
        for (name, value) in headers
        where (name + value).unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            throw faults.error(.invalidURL, "the header \(Excerpt.line(name)) holds a control character")
        }
        return headers
    }
}
