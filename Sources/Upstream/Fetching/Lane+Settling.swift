import PluginKit
import Synchronization
import Tabular

/// What an exchange means for its fetch and for the upstream.
extension Lane {
    func settle(_ outcome: Result<Answer, UpstreamError>, _ check: AnswerCheck, _ ticket: inout Ticket) -> Next {
        let now = clock.now()
        let verdict: AnswerCheck.Verdict
        switch outcome {
        case .success(let answer):
            state.withLock { state in
                state.counts.wireBytes += answer.wireBytes
                state.counts.bodyBytes += answer.response.body.count
            }
            let judged = check.judge(answer)
            verdict = isOlder(answer, judged, sent: ticket.sent, came: now) ? check.older(answer.response) : judged
            if case .answer = verdict { read(answer, sent: ticket.sent, came: now) }
        case .failure(let error):
            // A consent page usually begins with a redirect to another host.
            verdict = error.code == .redirectedElsewhere ? .refused(error) : .failed(error)
        }
        switch verdict {
        case .answer(let warnings):
            let isOther = ticket.isOther
            // A recording is no host.
            let isReplayed = (try? outcome.get())?.isReplayed ?? false
            state.withLock { state in
                state.hosts.spoke(isOther: isOther)
                state.hasSpoken = true
                if !isReplayed { if isOther { state.answered.other = true } else { state.answered.first = true } }
                state.circuit.answered()
                _ = state.share.ended(well: true)
            }
            slots.widen(to: declaration.concurrency)
            return .deliver(warnings)
        case .throttled(let error):
            return throttled(error, now: now, &ticket)
        case .refused(let error):
            if moves(error, ticket, isLast: true) { return again(error, &ticket) }
            if let next = secondLook(error, now: now, &ticket) { return next }
            return refused(error, &ticket)
        case .failed(let error):
            if let next = secondLook(error, now: now, &ticket) { return next }
            return failed(error, now: now, &ticket)
        }
    }

    /// Whether the other host is asked instead. No try is used up by that, and no circuit counts it.
    private func moves(_ error: UpstreamError, _ ticket: Ticket, isLast: Bool) -> Bool {
        state.withLock { state in
            state.hosts.moves(
                after: error, isOther: ticket.isOther, hasSpoken: state.hasSpoken, isLast: isLast,
                mayMove: !ticket.hasMoved)
        }
    }

    private func again(_ error: UpstreamError, _ ticket: inout Ticket) -> Next {
        ticket.hasMoved = true
        ticket.lastError = error
        state.withLock { $0.movedBecause = $0.movedBecause ?? error.what }
        notify(.moved(error, to: PrintableAddress.host(of: declaration.otherBase ?? "")))
        return .again
    }

    /// A page, or an answer out of a cache, comes once to many: the first one is asked for again, by a way that passes
    /// caches over, and counts for nothing.
    private func secondLook(_ error: UpstreamError, now: Instant, _ ticket: inout Ticket) -> Next? {
        guard error.code == .unexpectedMediaType || error.code == .staleAnswer else { return nil }
        ticket.oddAnswers += 1
        guard ticket.oddAnswers == 1 else { return nil }
        ticket.lastError = error
        ticket.avoidsCaches = true
        let delay = state.withLock { policy.backoff(step: 1, using: &$0.generator) }
        notify(.retrying(error, seconds: delay))
        return .retry(at: Instant(microseconds: now.microseconds + TokenBucket.microseconds(delay)))
    }

    /// Whether an answer is of a time so far before what this upstream said first that only a cache can have kept it.
    /// Its `Age` is looked at elsewhere; not every cache says it.
    private func isOlder(_ answer: Answer, _ verdict: AnswerCheck.Verdict, sent: Instant, came: Instant) -> Bool {
        guard case .answer = verdict, !answer.isReplayed, let first = reading?.ahead else { return false }
        guard let ahead = ClockReading(of: answer, from: declaration.name, sent: sent, came: came).ahead else {
            return false
        }
        return ahead - first > declaration.maximumAge
    }

    private func read(_ answer: Answer, sent: Instant, came: Instant) {
        // The waits of a replay take no time: whatever lies in them may be right, and what the recording had come to.
        let sent = answer.isReplayed ? begun : sent
        let came = answer.isReplayed ? max(came, recording.advance(to: answer.response.received) ?? came) : came
        state.withLock { state in
            guard state.reading == nil else { return }
            state.reading = ClockReading(of: answer, from: declaration.name, sent: sent, came: came)
        }
    }

    private func throttled(_ error: UpstreamError, now: Instant, _ ticket: inout Ticket) -> Next {
        ticket.lastError = error
        ticket.throttles += 1
        let isOther = ticket.isOther
        let throttling = state.withLock { state in
            state.hosts.spoke(isOther: isOther)
            state.hasSpoken = true
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
        let tries = ticket.tries + 1
        let delay = state.withLock { state in
            state.share.isOpen ? nil : policy.delay(after: error, tries: tries, using: &state.generator)
        }
        if moves(error, ticket, isLast: delay == nil) { return again(error, &ticket) }
        ticket.tries = tries
        guard let delay else {
            if let words = state.withLock({ $0.end(error) }) {
                notify(.asksOnce(upstream: declaration.name, reason: "\(words), the last with \(error.short)"))
            }
            return giveUp(error, ticket)
        }
        notify(.retrying(error, seconds: delay))
        return .retry(at: Instant(microseconds: now.microseconds + TokenBucket.microseconds(delay)))
    }

    /// What became of the host that a fetch did not end at.
    private func otherHost(than ticket: Ticket) -> UpstreamDiagnosis.OtherHost {
        guard let other = declaration.otherBase else { return .none }
        return switch state.withLock({ $0.hosts.phase }) {
        case .first: .untried(other)
        case .other: .none
        case .trying, .spent: .tried(PrintableAddress.host(of: ticket.isOther ? declaration.base : other))
        }
    }

    private func giveUp(_ error: UpstreamError, _ ticket: Ticket) -> Next {
        var error = error
        error.otherHost = otherHost(than: ticket)
        let diagnosis = UpstreamDiagnosis(error)
        let reason = state.withLock { state in
            state.counts.failures += 1
            if let diagnosis { state.met.add(diagnosis) }
            return state.circuit.newlyOpened()
        }
        if let reason { notify(.givenUp(upstream: declaration.name, reason: reason)) }
        return .fail(error.counting(ticket.requests))
    }
}

extension Lane.State {
    /// A fetch has failed for good. What opened the share's circuit, where this one did.
    mutating func end(_ error: UpstreamError) -> String? {
        if error.isTransient || error.code == .staleAnswer {
            circuit.failed(error.short)
            return share.ended(well: false) ? share.words : nil
        }
        if error.code == .status {
            hasSpoken = true
            circuit.answered()
            _ = share.ended(well: true)
        }
        return nil
    }
}

extension Request {
    /// The same question, to which a cache must not answer by itself.
    var avoidingCaches: Request {
        Request(
            upstream, path: path, query: query,
            headers: headers.merging(["Cache-Control": "no-cache", "Pragma": "no-cache"]) { own, _ in own },
            answerStatuses: answerStatuses, mediaTypes: mediaTypes, weight: weight)
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
        case .status, .unexpectedMediaType, .emptyBody, .throttled:
            "HTTP \(status ?? 0)" + (detail.isEmpty ? "" : " and \(detail)")
        default: detail.isEmpty ? code.rawValue : detail
        }
    }
}
