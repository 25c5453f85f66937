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
    /// Units that the upstream does not have, the first 20 of `waitingCount`.
    public var waiting: [RunReport.Waiting] = []
    public var waitingCount = 0
    public var lastSuccess: Instant?
    public var lastRun: LastRun?
    public var nextDue: Instant?
    /// Too little, too old, or nothing ever succeeded.
    public var isStale = false

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
