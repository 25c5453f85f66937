import Hashing
import PluginKit
import Synchronization
import Tabular

/// The way to one upstream, shared by all who ask it: slots, pace, circuit and counts.
final class Lane: Sendable {
    /// What a fetch does after an exchange.
    enum Next {
        case deliver([AnswerWarning])
        /// Ask again; the circuit says when.
        case again
        /// Ask again then; one try is used up.
        case retry(at: Instant)
        case fail(UpstreamError)
    }

    struct State {
        var bucket: TokenBucket
        var circuit: Circuit
        var share = FailureShare()
        var hosts: HostChoice
        /// The upstream has answered, if only with a 429 or a 404.
        var hasSpoken = false
        /// What fetches that failed for good were met with.
        var met = DiagnosisTally()
        /// What the other host was asked for.
        var movedBecause: String?
        /// Whether each host has answered well.
        var answered: (first: Bool, other: Bool) = (false, false)
        var generator: SplitMix
        var counts = UpstreamCounts()
        /// Of the first answer that was one.
        var reading: ClockReading?
    }

    let declaration: UpstreamDeclaration
    /// The same at the other host.
    private let other: UpstreamDeclaration?
    private let transport: any Transport
    let clock: any UpstreamClock
    let policy: RetryPolicy
    /// When the run began to have an upstream.
    let begun: Instant
    let slots: ExchangeSlots
    let state: Mutex<State>
    let recording: RecordingProgress
    let notify: @Sendable (UpstreamNotice) -> Void

    init(
        _ declaration: UpstreamDeclaration, transport: any Transport, clock: any UpstreamClock, policy: RetryPolicy,
        limits: Circuit.Limits,
        seed: UInt64, recording: RecordingProgress, notify: @escaping @Sendable (UpstreamNotice) -> Void
    ) {
        self.declaration = declaration
        self.other = declaration.otherBase.map(declaration.at(base:))
        self.transport = transport
        self.clock = clock
        self.policy = policy
        self.begun = clock.now()
        self.recording = recording
        self.notify = notify
        // One at a time until the first answer: a host that refuses this client is not to be pressed.
        self.slots = ExchangeSlots(1)
        self.state = Mutex(
            State(
                bucket: TokenBucket(delay: declaration.delay, burst: declaration.burst, now: begun),
                circuit: Circuit(limits: limits), hosts: HostChoice(other: declaration.otherBase),
                generator: SplitMix(seed: seed)))
    }

    var counts: UpstreamCounts { state.withLock { $0.counts } }
    var reading: ClockReading? { state.withLock { $0.reading } }

    /// What the fetches that failed for good were met with.
    var met: DiagnosisTally { state.withLock { $0.met } }
    var isOpen: Bool { state.withLock { $0.circuit.isOpen } }

    /// The hosts that have answered, in words; nil where none has.
    var host: String? {
        let answered = state.withLock { $0.answered }
        let hosts = [answered.first ? declaration : nil, answered.other ? other : nil].compactMap { $0 }
        return hosts.isEmpty ? nil : hosts.map { PrintableAddress.host(of: $0.base) }.joined(separator: ", ")
    }

    /// Why the other host answered, where it did:
    /// `query1.finance.yahoo.com answered instead of query2.finance.yahoo.com: HTTP 403`.
    var move: String? {
        state.withLock { state in
            guard state.answered.other, let other, let because = state.movedBecause else { return nil }
            let (there, here) = (PrintableAddress.host(of: other.base), PrintableAddress.host(of: declaration.base))
            return "\(declaration.name): \(there) answered instead of \(here): \(because)"
        }
    }

    func fetch(_ request: Request) async throws(UpstreamError) -> FetchedAnswer {
        var ticket = Ticket()
        while true {
            let outcome = try await exchange(request, &ticket)
            let check = check(request, ticket)
            switch settle(outcome, check, &ticket) {
            case .deliver(let warnings):
                let answer = try outcome.get()
                return FetchedAnswer(
                    answer: answer, attempts: ticket.requests, sha256: SHA256.hexadecimal(of: answer.response.body),
                    request: request, base: check.base, warnings: warnings)
            case .again:
                continue
            case .retry(let time):
                try await wait(until: time, check, ticket)
            case .fail(let error):
                throw error
            }
        }
    }

    private func check(_ request: Request, _ ticket: Ticket) -> AnswerCheck {
        let asked = place(of: ticket)
        return AnswerCheck(request: request, base: asked.base, maximumAge: asked.maximumAge)
    }

    /// Where the last exchange of a fetch went.
    private func place(of ticket: Ticket) -> UpstreamDeclaration { ticket.isOther ? other ?? declaration : declaration }

    /// One exchange in one slot, when pace and circuit allow it.
    private func exchange(_ request: Request, _ ticket: inout Ticket) async throws(UpstreamError) -> Result<
        Answer, UpstreamError
    > {
        let check = check(request, ticket)
        do {
            try await slots.acquire()
        } catch {
            throw cancelled(check, ticket)
        }
        defer { slots.release() }
        ticket.epoch = try await admission(weight: request.weight, check, ticket)
        ticket.isOther = state.withLock { $0.hosts.asksOther }
        ticket.requests += 1
        state.withLock { state in
            state.counts.requests += 1
            if ticket.requests > 1 { state.counts.retries += 1 }
        }
        let outcome: Result<Answer, UpstreamError>
        let requests: Int
        ticket.sent = clock.now()
        do throws(UpstreamError) {
            let answer = try await transport.exchange(
                ticket.avoidsCaches ? request.avoidingCaches : request, with: place(of: ticket))
            outcome = .success(answer)
            requests = answer.requests
        } catch {
            outcome = .failure(error)
            requests = error.attempts
        }
        countFurther(requests - 1, weight: request.weight, &ticket)
        return outcome
    }

    /// Redirects, and what the client repeated by itself: they went out already, so whoever comes next waits for their
    /// places.
    private func countFurther(_ requests: Int, weight: Double, _ ticket: inout Ticket) {
        guard requests > 0 else { return }
        let now = clock.now()
        ticket.requests += requests
        state.withLock { state in
            state.counts.requests += requests
            for _ in 0..<requests { _ = state.bucket.take(weight: weight, now: now) }
        }
    }

    /// Waits for the pace and for any pause; returns the circuit's epoch.
    private func admission(weight: Double, _ check: AnswerCheck, _ ticket: Ticket) async throws(UpstreamError) -> Int {
        var isBooked = false
        while true {
            let now = clock.now()
            let (admission, place, epoch) = state.withLock { state in
                let admission = state.circuit.admission(now: now)
                guard admission == .pass, !isBooked else { return (admission, now, state.circuit.epoch) }
                return (admission, state.bucket.take(weight: weight, now: now), state.circuit.epoch)
            }
            switch admission {
            case .open(let reason):
                state.withLock { $0.counts.failures += 1 }
                throw UpstreamError(
                    .circuitOpen, upstream: declaration.name, url: check.url, attempts: ticket.requests, detail: reason,
                    cause: ticket.lastError)
            case .pause(let until):
                // All who wait here wake at once; their places lie behind them.
                isBooked = false
                try await wait(until: until, check, ticket)
            case .pass:
                guard place > now else {
                    if Task.isCancelled { throw cancelled(check, ticket) }
                    return epoch
                }
                isBooked = true
                try await wait(until: place, check, ticket)
            }
        }
    }

    private func wait(until time: Instant, _ check: AnswerCheck, _ ticket: Ticket) async throws(UpstreamError) {
        let seconds = time.seconds(since: clock.now())
        if seconds > 0 {
            state.withLock { state in
                state.counts.waits += 1
                state.counts.secondsWaited += seconds
            }
        }
        do {
            try await clock.sleep(until: time)
        } catch {
            throw cancelled(check, ticket)
        }
    }

    private func cancelled(_ check: AnswerCheck, _ ticket: Ticket) -> UpstreamError {
        UpstreamError(
            .cancelled, upstream: declaration.name, url: check.url, attempts: ticket.requests, cause: ticket.lastError)
    }
}

/// A small seeded generator for jitter (SplitMix64, Steele, Lea and Flood 2014): the same seed gives the same waits.
struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
