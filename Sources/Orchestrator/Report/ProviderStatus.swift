public import Archive
public import PluginKit
public import Tabular

/// How one provider's data in an archive stand.
public struct ProviderStatus: Sendable {
    public var provider: String
    public var noun: ProviderManifest.Noun
    /// Series units that the archive keeps.
    public var units = 0
    /// Those of them that have, or account for, all that they should by now; what the next run that is on time brings may be missing.
    public var upToDate = 0
    /// Those that were asked in vain for what is newest, and lack no more than may be missing: the first 20 of `owedCount`, and what they lack.
    public var owed: [Lacking] = []
    public var owedCount = 0
    public var butFor: [ButFor] = []
    /// Those that their owner has said are over: neither up to date nor behind.
    public var retired = 0
    /// Rows of all series.
    public var rows = 0
    /// The newest row on the axis, and what the newest should be, as text.
    public var newest: String?
    public var expected: String?
    /// Markets, of a provider that has them.
    public var subjects: Subjects?
    /// Units that lack more than may be missing, whatever the reason, the first 20 of `behindCount`; the most behind first.
    public var behind: [Lacking] = []
    public var behindCount = 0
    /// Holes in units that are otherwise there, the first 20 of `gapCount`.
    public var gaps: [Gap] = []
    public var gapCount = 0
    /// Units without a row that were asked for and never good, the first 20 of `waitingCount`.
    public var waiting: [RunReport.Waiting] = []
    public var waitingCount = 0
    /// Series, in the order in which the provider declares them.
    public var datasets: [DatasetStatus] = []
    public var quarantine: [QuarantineCount] = []
    /// The newest backfill or update of all that is followed that ended with 0, and that did not just ask for nothing while what is newest of
    /// a unit is a gap.
    public var lastSuccess: Instant?
    /// Sessions that have closed, or days, since such a run went through all that was due: with 0, or with 10, where what it lacks is told unit
    /// by unit. nil: none ever did.
    public var silence: Int?
    /// Of the last 30 such runs: how many there were, and how many ended with 0.
    public var recent = (runs: 0, succeeded: 0)
    public var lastRun: LastRun?
    /// The newest backfill or update of the provider, whatever became of it: what to do about rows that are missing follows from it.
    public var lastTry: LastTry?
    public var nextDue: Instant?
    /// A run that is later than now, and how many units were last worked on by such a run: their record is not believed.
    public var misdated: RunReport.LaterRun?
    /// Sessions, or days, that may be missing.
    public var tolerated = 1
    /// Whether ages are sessions; days otherwise.
    public var isCountedInSessions = false
    /// Too little, too old, or nothing ran.
    public var isStale: Bool { !staleness.isEmpty }

    /// Why it is stale; empty: it is not.
    public var staleness: [Staleness] {
        var reasons: [Staleness] = []
        guard let silence else { return [misdated == nil ? .neverSucceeded : .misdated] }
        if silence > tolerated { reasons.append(.silent) }
        // Symbols that were never good are no archive.
        if units == 0 || units == waitingCount { reasons.append(.empty) }
        if misdated != nil { reasons.append(.misdated) }
        if behindCount > 0 { reasons.append(.behind) }
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
        /// Its units by how they stand, and the one that lacks most.
        public var upToDate = 0
        public var owed = 0
        public var behind = 0
        public var withoutData = 0
        public var retired = 0
        public var worst: Lacking?
        /// In time: seconds since the newest row.
        public var age: Double?
    }

    public struct Subjects: Sendable, Hashable {
        public let noun: ProviderManifest.Noun
        public let followed: Int
        public let known: Int
    }

    /// A unit that lacks what is newest.
    public struct Lacking: Sendable, Hashable {
        public let label: String
        public let last: String?
        /// Sessions; of series without sessions, days since it was due.
        public let missing: Int
        /// Why; nil: nobody asked.
        public let reason: Reason?
        public let next: Instant?

        public init(label: String, last: String?, missing: Int, reason: Reason? = nil, next: Instant? = nil) {
            self.label = label
            self.last = last
            self.missing = missing
            self.reason = reason
            self.next = next
        }
    }

    /// What so many units that are otherwise up to date lack, for one reason.
    public struct ButFor: Sendable, Hashable {
        public let units: Int
        /// The first session; nil on the axis of time.
        public let since: String?
        public let reason: Reason?
        /// An answer came that lacked it; otherwise none came.
        public let isGap: Bool

        public init(units: Int, since: String?, reason: Reason?, isGap: Bool) {
            self.units = units
            self.since = since
            self.reason = reason
            self.isGap = isGap
        }
    }

    /// What became of the newest run that should have brought what is missing.
    public struct LastTry: Sendable, Hashable {
        public let run: Int64
        public let ended: Instant?
        public let exitCode: Int32?
        /// It was killed, and the next has not begun yet.
        public let wasKilled: Bool
        /// Why it ended early.
        public let failure: String?
        /// Why its units were not done, the commonest reason first, with how many units.
        public let reasons: [Counted]
        /// Sessions that have closed, or days, since it began.
        public let age: Int

        public struct Counted: Sendable, Hashable {
            public let reason: Reason
            public let units: Int

            public init(_ reason: Reason, units: Int) {
                self.reason = reason
                self.units = units
            }
        }

        public init(
            run: Int64, ended: Instant?, exitCode: Int32?, wasKilled: Bool = false, failure: String? = nil, reasons: [Counted] = [],
            age: Int = 0
        ) {
            self.run = run
            self.ended = ended
            self.exitCode = exitCode
            self.wasKilled = wasKilled
            self.failure = failure
            self.reasons = reasons
            self.age = age
        }
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
        /// It was killed: it has no end, and nobody writes the archive.
        public let wasKilled: Bool
        /// What did not become a row as it came, and what could not be compared.
        public let aside: RecordedAside

        public init(
            run: Int64, job: String, ended: Instant?, exitCode: Int32?, wasKilled: Bool = false, aside: RecordedAside = RecordedAside()
        ) {
            self.aside = aside
            self.run = run
            self.job = job
            self.ended = ended
            self.exitCode = exitCode
            self.wasKilled = wasKilled
        }
    }
}
