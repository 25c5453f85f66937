import PluginKit
import Synchronization
import Tabular
import Upstream

/// A transport that answers from a list, the last one for ever, and remembers when it was asked.
final class ScriptedTransport: Transport {
    enum Step: Sendable {
        case answer(Int, String, [String: String])
        case fault(UpstreamError.Code)

        static let good = Step.answer(200, "{}", ["content-type": "application/json"])
        static func status(_ status: Int, _ headers: [String: String] = [:]) -> Step { .answer(status, "no", headers) }
        static func text(_ text: String, type: String = "text/plain") -> Step {
            .answer(200, text, ["content-type": type])
        }
    }

    private let steps: [Step]
    private let clock: any UpstreamClock
    private let times = Mutex<[Instant]>([])

    init(_ steps: [Step], clock: any UpstreamClock) {
        self.steps = steps
        self.clock = clock
    }

    /// When each exchange began.
    var asked: [Instant] { times.withLock { $0 } }

    func exchange(_ request: Request, with upstream: UpstreamDeclaration) async throws(UpstreamError) -> Answer {
        let turn = times.withLock { times in
            times.append(clock.now())
            return times.count - 1
        }
        switch steps.dropFirst(turn).first ?? steps.last ?? .good {
        case .answer(let status, let body, let headers):
            return Answer(status: status, headers: headers, body: Array(body.utf8), received: clock.now())
        case .fault(let code):
            throw UpstreamError(code, upstream: upstream.name)
        }
    }
}

let noon = Instant(seconds: 1_700_000_000)
