public import Archive
public import PluginKit
public import Tabular

/// How one provider's data in an archive stand.
public struct ProviderStatus: Sendable {
    public var provider: String
    public var noun: ProviderManifest.Noun
    /// Series units that the archive keeps.
    public var units = 0
    /// Those of them that have, or account for, all that they should by now.
    public var upToDate = 0
    /// Those that their owner has said are over: neither up to date nor behind.
    public var retired = 0
    /// Rows of all series.
    public var rows = 0
    /// The newest row on the axis, and what the newest should be, as text.
    public var newest: String?
    public var expected: String?
    /// Markets, of a provider that has them.
    public var subjects: Subjects?
    /// Units with sessions that were never asked for, or that were due so many days ago, the first 20 of `behindCount`; the most behind first.
    public var behind: [Behind] = []
    public var behindCount = 0
    /// Holes in units that are otherwise there, the first 20 of `gapCount`.
    public var gaps: [Gap] = []
    public var gapCount = 0
    /// Units that the upstream does not have, of those on sessions the ones without a row, the first 20 of `waitingCount`.
    public var waiting: [RunReport.Waiting] = []
    public var waitingCount = 0
    /// Series, in the order in which the provider declares them.
    public var datasets: [DatasetStatus] = []
    public var quarantine: [QuarantineCount] = []
    /// The newest backfill or update of all that is followed that ended with 0.
    public var lastSuccess: Instant?
    /// Sessions that have closed since, or days; nil: nothing ever succeeded.
    public var silence: Int?
    /// Of the last 30 such runs: how many there were, and how many ended with 0.
    public var recent = (runs: 0, succeeded: 0)
    public var lastRun: LastRun?
    public var nextDue: Instant?
    /// A run that is later than now, and how many units were last worked on by such a run: their record is not believed.
    public var misdated: RunReport.LaterRun?
    /// Sessions, or days, that may be missing.
    public var tolerated = 1
    /// Whether ages are sessions; days otherwise.
    public var isCountedInSessions = false
    /// Too little, too old, or nothing ran.
    public var isStale = false

    /// Why it is stale; empty: it is not.
    public var staleness: [Staleness] {
        var reasons: [Staleness] = []
        guard let silence else { return [misdated == nil ? .neverSucceeded : .misdated] }
        if silence > tolerated { reasons.append(.silent) }
        if units == 0 { reasons.append(.empty) }
        if misdated != nil { reasons.append(.misdated) }
        if let worst = behind.first, worst.missing > tolerated { reasons.append(.behind) }
        return reasons
    }

    public enum Staleness: String, Sendable, Hashable {
        case neverSucceeded = "never_succeeded"
        /// No success within what the schedule should have brought, whatever the rows say.
        case silent
        case empty
        /// Recorded by a run that is later than now.
        case misdated
        case behind
    }

    /// One series of all its units.
    public struct DatasetStatus: Sendable, Hashable {
        public let name: String
        public let units: Int
        public let rows: Int
        /// The newest row of any unit on the axis, and what the newest should be, as text. Only a dataset with a row for every session is
        /// expected to have one.
        public var newest: String?
        public var expected: String?
        /// Sessions between the two.
        public var sessionsBehind: Int?
        /// In time: seconds since the newest row.
        public var age: Double?
    }

    public struct Subjects: Sendable, Hashable {
        public let noun: ProviderManifest.Noun
        public let followed: Int
        public let known: Int
    }

    public struct Behind: Sendable, Hashable {
        public let label: String
        public let last: String?
        /// Sessions; of series without sessions, days since it was due.
        public let missing: Int
    }

    public struct Gap: Sendable, Hashable {
        public let label: String
        public let span: String
        public let reason: Reason
        public let tries: Int
        public let next: Instant
    }

    public struct LastRun: Sendable, Hashable {
        public let run: Int64
        public let job: String
        public let ended: Instant?
        public let exitCode: Int32?
    }
}
