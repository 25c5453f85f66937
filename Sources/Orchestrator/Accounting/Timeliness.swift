package import PluginKit
package import Tabular

/// The one answer to "is it up to date?" for a unit: what it holds, or what was read whole, against what should be
/// there now less what may be missing. Every screen, exit code, metric and alert shows this value and computes none of
/// its own (decision 40).
package struct Timeliness: Sendable, Hashable {
    package enum Standing: String, Sendable, Hashable {
        /// All is there or accounted for, but for what the next run that is on time brings.
        case upToDate = "up_to_date"
        /// What is newest was asked for in vain; no more is missing than may be.
        case owed
        /// More is missing than may be, whatever the reason: a gap, a 404, a failure, never asked for.
        case behind
        /// Asked for, and there never was a row: a typo is not behind.
        case withoutData = "without_data"
        /// Its owner has said that it is over.
        case retired
    }

    package let standing: Standing
    /// Sessions; of series without sessions, whole days since it was due. 0: nothing is missing.
    package let missing: Int
    /// The first tick that is missing; nil: none.
    package let since: Int64?
    /// Why it is missing; nil: nobody asked.
    package let reason: Reason?
    /// When it is asked for next, where that is known.
    package let next: Instant?

    /// Whether something is missing that was asked for in vain, or that more of is missing than may be.
    package var isLacking: Bool { standing == .owed || standing == .behind }

    package init(
        _ standing: Standing, missing: Int = 0, since: Int64? = nil, reason: Reason? = nil, next: Instant? = nil
    ) {
        self.standing = standing
        self.missing = missing
        self.since = since
        self.reason = reason
        self.next = next
    }
}

extension Timeliness {
    /// Of a unit that has a row for every session: what was never asked for, and what was asked for in vain behind its
    /// newest row.
    ///
    /// - Parameters:
    ///   - newest: the last session of which it has a row; nil: it has none.
    ///   - rests: why the upstream does not have it; nil while it does.
    init(sessions spans: [AccountedSpan], newest: Int64?, rests: Reason?, due: Instant?, tolerating tolerated: Int) {
        let missing = spans.filter { part in
            switch part.state {
            case .unasked, .failed, .awaited, .resting: true
            case .recorded: part.isGap && newest.map { part.span.lower > $0 } ?? true
            }
        }
        let count = missing.reduce(0) { $0 + $1.sessions }
        self.init(
            missing, count: count, isBegun: spans.contains(where: \.isKnown), newest: newest, rests, due,
            isOver: count > tolerated)
    }

    /// Of a series on time: what was never read behind the end of what was read whole, and how long ago that was due.
    ///
    /// - Parameters:
    ///   - days: whole days since it was due.
    ///   - wasRead: it was read to its end once.
    init(
        time spans: [AccountedSpan], newest: Int64?, wasRead: Bool, days: Int, rests: Reason?, due: Instant?,
        now: Instant,
        tolerating tolerated: Int
    ) {
        let end = spans.last { $0.isKnown && !$0.isGap }?.span.upper ?? .min
        let missing = spans.filter { part in
            switch part.state {
            case .unasked, .failed, .resting: true
            case .recorded: part.isGap && part.span.lower >= end
            case .awaited: false
            }
        }
        // What was asked for in vain is as old as it is, however often that was.
        let vain = missing.filter(\.isGap).map(\.span.lower).min()
        let age = vain.map { max(0, Int(now.seconds(since: Instant(microseconds: $0)) / 86_400)) } ?? 0
        let count = missing.isEmpty ? 0 : max(days, age)
        self.init(
            missing, count: count, isBegun: wasRead || vain != nil, newest: newest, rests, due,
            isOver: count > tolerated)
    }

    private init(
        _ missing: [AccountedSpan], count: Int, isBegun: Bool, newest: Int64?, _ rests: Reason?, _ due: Instant?,
        isOver: Bool
    ) {
        let told = missing.first { $0.reason != nil }
        let (reason, next) = (rests ?? told?.reason, rests == nil ? told?.next : due)
        let isInVain = missing.contains { if case .awaited = $0.state { false } else { true } }
        let standing: Standing =
            // The upstream answered, and had nothing: whatever was or was not asked for since, it was never good.
            if newest == nil, rests != nil || missing.contains(where: \.isGap) {
                .withoutData
            } else if missing.isEmpty {
                .upToDate
            } else if isOver || !isBegun {
                .behind
            } else {
                isInVain ? .owed : .upToDate
            }
        self.init(standing, missing: count, since: missing.first?.span.lower, reason: reason, next: next)
    }
}
