import PluginKit
import Upstream

/// Passes requests on and writes each into the log, with what came of it: `--verbose`.
struct WatchedTransport: Transport {
    let wrapped: any Transport
    let log: RunLog

    init(wrapping transport: any Transport, log: RunLog) {
        self.wrapped = transport
        self.log = log
    }

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let start = ContinuousClock.now
        do {
            let answer = try await wrapped.exchange(request, with: upstream)
            let response = answer.response
            log.write(
                "request",
                """
                \(upstream.name) \(PrintableAddress.target(of: request)) -> \(response.status), \(response.body.count) \
                bytes, \(since(start))
                """
            )
            return answer
        } catch {
            log.write(
                "request", "\(upstream.name) \(PrintableAddress.target(of: request)) -> \(error), \(since(start))")
            throw error
        }
    }

    func shutdown() async { await wrapped.shutdown() }

    private func since(_ start: ContinuousClock.Instant) -> String {
        let parts = (ContinuousClock.now - start).components
        return "\(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000) ms"
    }
}
