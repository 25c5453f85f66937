/// Which of an upstream's two hosts is asked. The other one is tried once: where the first cannot be reached, fails in
/// the TLS handshake, or answers 403 to the first request; never after a 429. Both go by one pace and one circuit. A
/// pure value.
struct HostChoice: Sendable {
    enum Phase: Sendable, Hashable {
        /// The first host; the other one was not asked.
        case first
        /// The other host is asked, and has not answered yet.
        case trying
        /// The other host, for the rest of the run.
        case other
        /// The first host again: the other did no better.
        case spent
    }

    /// nil: there is no other host.
    let other: String?
    private(set) var phase = Phase.first

    init(other: String?) {
        self.other = other
    }

    var asksOther: Bool { phase == .trying || phase == .other }

    /// An answer came, or a 429, from one of the hosts.
    mutating func spoke(isOther: Bool) { if isOther { phase = .other } }

    /// Whether what failed is to be asked again at the other host, without a try being used up.
    ///
    /// - Parameters:
    ///   - isOther: it was asked at the other host.
    ///   - hasSpoken: the upstream has answered in this run, be it with a 429.
    ///   - isLast: no try at the first host is left.
    ///   - mayMove: this fetch was not moved to the other host before.
    mutating func moves(after error: UpstreamError, isOther: Bool, hasSpoken: Bool, isLast: Bool, mayMove: Bool) -> Bool
    {
        guard other != nil else { return false }
        if isOther {
            if phase == .trying { phase = .spent }
            return false
        }
        guard mayMove else { return false }
        let isRefused = error.status == 403 && (error.code == .status || error.code == .clientRefused)
        let isOutOfReach = error.isOutOfReach
        switch phase {
        case .spent: return false
        case .trying, .other: return isOutOfReach || isRefused
        case .first:
            guard isOutOfReach && (isLast || !hasSpoken) || isRefused && !hasSpoken else { return false }
            phase = .trying
            return true
        }
    }
}

extension UpstreamError {
    private static let reach: Set<Code> = [
        .unreachable, .hostNotFound, .connectTimeout, .insecureConnection, .handshakeClosed,
    ]

    /// No connection came about, or none that can be trusted: where an upstream has another host, a run whose first
    /// request meets this asks it.
    package var isOutOfReach: Bool { Self.reach.contains(code) }
}
