package import Upstream

/// A host's clock that is wrong by what upstreams say.
package struct ClockFinding: Sendable, Hashable {
    /// Seconds by which it is ahead; negative: behind.
    package let ahead: Double
    /// Who says so.
    package let upstreams: [String]

    /// nil: nothing that anybody has to know.
    package init?(_ judgement: ClockJudgement) {
        guard judgement.verdict == .wrong else { return nil }
        ahead = judgement.ahead
        upstreams = judgement.upstreams
    }

    init(_ reading: ClockReading) {
        ahead = reading.ahead ?? 0
        upstreams = [reading.upstream]
    }

    /// `this host's clock is 5 h 0 min ahead of yahoo's`
    package var text: String {
        let names =
            upstreams.count > 1
            ? "those of \(upstreams.joined(separator: ", "))" : (upstreams.first ?? "the upstream") + "'s"
        guard Int(ahead.magnitude) > 0 else { return "this host's clock agrees with \(names)" }
        return
            "this host's clock is \(Self.duration(Int(ahead.magnitude))) \(ahead > 0 ? "ahead of" : "behind") \(names)"
    }

    private static func duration(_ seconds: Int) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: "\(seconds / 86_400) days"
        }
    }
}
