import PluginKit
import Synchronization
import Tabular
import Upstream

/// A transport that answers as it is told, by host and by how often that host was asked, and remembers who was asked
/// and when.
final class TwoHosts: Transport {
    typealias Step = ScriptedTransport.Step

    static let first = "https://one.test"
    static let other = "https://two.test"

    struct Asked: Sendable, Hashable {
        let base: String
        let target: String
        let headers: [String: String]
        let time: Instant
    }

    private let answer: @Sendable (_ isOther: Bool, _ number: Int, _ target: String) -> Step
    private let clock: any UpstreamClock
    private let log = Mutex<[Asked]>([])

    init(
        clock: any UpstreamClock,
        _ answer: @escaping @Sendable (_ isOther: Bool, _ number: Int, _ target: String) -> Step
    ) {
        self.answer = answer
        self.clock = clock
    }

    var asked: [Asked] { log.withLock { $0 } }
    /// `1` for the first host, `2` for the other one.
    var order: String { asked.map { $0.base == Self.other ? "2" : "1" }.joined() }

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let number = log.withLock { log in
            log.append(Asked(base: upstream.base, target: request.target, headers: request.headers, time: clock.now()))
            return log.count { $0.base == upstream.base }
        }
        switch answer(upstream.base == Self.other, number, request.target) {
        case .answer(let status, let body, let headers):
            return Answer(status: status, headers: headers, body: Array(body.utf8), received: clock.now())
        case .fault(let code):
            throw UpstreamError(
                code, upstream: upstream.name, url: PrintableAddress.text(of: request, at: upstream.base))
        }
    }
}
