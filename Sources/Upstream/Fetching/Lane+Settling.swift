import PluginKit
import Synchronization
import Tabular

/// What an exchange means for its fetch and for the upstream.
extension Lane {
    func settle(_ outcome: Result<RawAnswer, UpstreamError>, _ check: AnswerCheck, _ ticket: inout Ticket) -> Next {
        let now = clock.now()
        let verdict: AnswerCheck.Verdict
        switch outcome {
        case .success(let answer):
            state.withLock { state in
                state.counts.wireBytes += answer.wireBytes
                state.counts.bodyBytes += answer.body.count
            }
            verdict = check.judge(answer)
            if case .answer = verdict { read(answer, sent: ticket.sent, came: now) }
        case .failure(let error):
            // A consent page usually begins with a redirect to another host.
            verdict = error.code == .redirectedElsewhere ? .refused(error) : .failed(error)
        }
        switch verdict {
        case .answer(let warnings):
            state.withLock { $0.circuit.answered() }
            slots.widen(to: declaration.concurrency)
            return .deliver(warnings)
        case .throttled(let error):
            return throttled(error, now: now, &ticket)
        case .refused(let error):
            return refused(error, &ticket)
        case .failed(let error):
            return failed(error, now: now, &ticket)
        }
    }

    private func read(_ answer: RawAnswer, sent: Instant, came: Instant) {
        // The waits of a replay take no time: whatever lies in them may be right, and what the recording had come to.
        let sent = answer.isReplayed ? begun : sent
        let came = answer.isReplayed ? max(came, recording.advance(to: answer.received) ?? came) : came
        state.withLock { state in
            guard state.reading == nil else { return }
            state.reading = ClockReading(of: answer, from: declaration.name, sent: sent, came: came)
        }
    }

    private func throttled(_ error: UpstreamError, now: Instant, _ ticket: inout Ticket) -> Next {
        ticket.lastError = error
        ticket.throttles += 1
        let throttling = state.withLock { state in
            state.counts.throttles += 1
            return state.circuit.throttled(retryAfter: error.retryAfter, sentIn: ticket.epoch, now: now)
        }
        switch throttling {
        case .pause(let until):
            notify(.paused(error, seconds: until.seconds(since: now)))
            return ticket.throttles < Ticket.mostThrottles ? .again : giveUp(error, ticket)
        case .exhausted: return giveUp(error, ticket)
        case .clientRefused: return giveUp(error.recoded(.clientRefused), ticket)
        }
    }

    private func refused(_ error: UpstreamError, _ ticket: inout Ticket) -> Next {
        let isFirst = state.withLock { $0.circuit.refused(error.short) }
        let isStatus = error.code == .status
        return giveUp(isFirst && isStatus ? error.recoded(.clientRefused) : error, ticket)
    }

    private func failed(_ error: UpstreamError, now: Instant, _ ticket: inout Ticket) -> Next {
        ticket.lastError = error
        guard error.code != .cancelled else { return .fail(error.counting(ticket.requests)) }
        ticket.tries += 1
        let tries = ticket.tries
        let delay = state.withLock { state in
            let delay = policy.delay(after: error, tries: tries, using: &state.generator)
            if delay == nil {
                if error.isTransient { state.circuit.failed(error.short) } else if error.code == .status { state.circuit.answered() }
            }
            return delay
        }
        guard let delay else { return giveUp(error, ticket) }
        notify(.retrying(error, seconds: delay))
        return .retry(at: Instant(microseconds: now.microseconds + TokenBucket.microseconds(delay)))
    }

    private func giveUp(_ error: UpstreamError, _ ticket: Ticket) -> Next {
        let reason = state.withLock { state in
            state.counts.failures += 1
            return state.circuit.newlyOpened()
        }
        if let reason { notify(.givenUp(upstream: declaration.name, reason: reason)) }
        return .fail(error.counting(ticket.requests))
    }
}

extension UpstreamError {
    func counting(_ attempts: Int) -> UpstreamError {
        var copy = self
        copy.attempts = attempts
        return copy
    }

    /// The same facts under another code.
    func recoded(_ code: Code) -> UpstreamError {
        UpstreamError(
            code, upstream: upstream, url: url, attempts: attempts, status: status, detail: detail, excerpt: excerpt,
            retryAfter: retryAfter, cause: cause)
    }

    /// For a circuit's reason: `HTTP 403`, `no connection`.
    var short: String {
        switch code {
        case .status, .unexpectedMediaType, .emptyBody, .throttled: "HTTP \(status ?? 0)" + (detail.isEmpty ? "" : " and \(detail)")
        default: detail.isEmpty ? code.rawValue : detail
        }
    }
}
