package import Archive
package import PluginKit
package import Tabular

/// How one provider's data in an archive stand.
package struct ProviderStatus: Sendable {
    package var provider: String
    package var noun: ProviderManifest.Noun
    /// Whether the provider has series; else lists are all that it keeps.
    package var hasSeries = true
    /// Series units that the archive keeps.
    package var units = 0
    /// Those of them that have, or account for, all that they should by now; what the next run that is on time brings
    /// may be missing.
    package var upToDate = 0
    /// Those that were asked in vain for what is newest, and lack no more than may be missing: the first 20 of
    /// `owedCount`, and what they lack.
    package var owed: [Lacking] = []
    package var owedCount = 0
    package var butFor: [ButFor] = []
    /// Those that their owner has said are over: neither up to date nor behind.
    package var retired = 0
    /// Rows of all series.
    package var rows = 0
    /// The newest row on the axis, and what the newest should be, as text.
    package var newest: String?
    package var expected: String?
    /// Markets, of a provider that has them.
    package var subjects: Subjects?
    /// Units that lack more than may be missing, whatever the reason, the first 20 of `behindCount`; the most behind
    /// first.
    package var behind: [Lacking] = []
    package var behindCount = 0
    /// Holes in units that are otherwise there, the first 20 of `gapCount`.
    package var gaps: [Gap] = []
    package var gapCount = 0
    /// Units without a row that were asked for and never good, the first 20 of `waitingCount`.
    package var waiting: [RunReport.Waiting] = []
    package var waitingCount = 0
    /// Series, in the order in which the provider declares them.
    package var datasets: [DatasetStatus] = []
    package var quarantine: [QuarantineCount] = []
    /// The newest backfill or update of all that is followed that ended with 0, and that did not just ask for nothing
    /// while what is newest of a unit is a gap.
    package var lastSuccess: Instant?
    /// Sessions that have closed, or days, since such a run went through all that was due: with 0, or with 10, where
    /// what it lacks is told unit by unit. nil: none ever did.
    package var silence: Int?
    /// Of the last 30 such runs: how many there were, and how many ended with 0.
    package var recent = (runs: 0, succeeded: 0)
    package var lastRun: LastRun?
    /// The newest backfill or update of the provider, whatever became of it: what to do about rows that are missing
    /// follows from it.
    package var lastTry: LastTry?
    package var nextDue: Instant?
    /// A run that is later than now, and how many units were last worked on by such a run: their record is not
    /// believed.
    package var misdated: RunReport.LaterRun?
    /// Sessions, or days, that may be missing.
    package var tolerated = 1
    /// Whether ages are sessions; days otherwise.
    package var isCountedInSessions = false
    /// Too little, too old, or nothing ran.
    package var isStale: Bool { !staleness.isEmpty }

    /// Why it is stale; empty: it is not.
    package var staleness: [Staleness] {
        var reasons: [Staleness] = []
        guard let silence else { return [misdated == nil ? .neverSucceeded : .misdated] }
        if silence > tolerated { reasons.append(.silent) }
        // Symbols that were never good are no archive.
        if hasSeries, units == 0 || units == waitingCount { reasons.append(.empty) }
        if misdated != nil { reasons.append(.misdated) }
        if behindCount > 0 { reasons.append(.behind) }
        return reasons
    }

    package enum Staleness: String, Sendable, Hashable {
        case neverSucceeded = "never_succeeded"
        /// No success within what the schedule should have brought, whatever the rows say.
        case silent
        case empty
        /// Recorded by a run that is later than now.
        case misdated
        case behind
    }

    /// One series of all its units.
    package struct DatasetStatus: Sendable, Hashable {
        package let name: String
        package let units: Int
        package let rows: Int
        /// The newest row of any unit on the axis, and what the newest should be, as text. Only a dataset with a row
        /// for every session is expected to have one.
        package var newest: String?
        package var expected: String?
        /// Its units by how they stand, and the one that lacks most.
        package var upToDate = 0
        package var owed = 0
        package var behind = 0
        package var withoutData = 0
        package var retired = 0
        package var worst: Lacking?
        /// In time: seconds since the newest row.
        package var age: Double?
    }

    package struct Subjects: Sendable, Hashable {
        package let noun: ProviderManifest.Noun
        package let followed: Int
        package let known: Int
    }

    /// A unit that lacks what is newest.
    package struct Lacking: Sendable, Hashable {
        package let label: String
        package let last: String?
        /// Sessions; of series without sessions, days since it was due.
        package let missing: Int
        /// Why; nil: nobody asked.
        package let reason: Reason?
        package let next: Instant?

        package init(label: String, last: String?, missing: Int, reason: Reason? = nil, next: Instant? = nil) {
            self.label = label
            self.last = last
            self.missing = missing
            self.reason = reason
            self.next = next
        }
    }

    /// What so many units that are otherwise up to date lack, for one reason.
    package struct ButFor: Sendable, Hashable {
        package let units: Int
        /// The first session; nil on the axis of time.
        package let since: String?
        package let reason: Reason?
        /// An answer came that lacked it; otherwise none came.
        package let isGap: Bool

        package init(units: Int, since: String?, reason: Reason?, isGap: Bool) {
            self.units = units
            self.since = since
            self.reason = reason
            self.isGap = isGap
        }
    }

    /// What became of the newest run that should have brought what is missing.
    package struct LastTry: Sendable, Hashable {
        package let run: Int64
        package let ended: Instant?
        package let exitCode: Int32?
        /// It was killed, and the next has not begun yet.
        package let wasKilled: Bool
        /// Why it ended early.
        package let failure: String?
        /// Why its units were not done, the commonest reason first, with how many units.
        package let reasons: [Counted]
        /// Sessions that have closed, or days, since it began.
        package let age: Int

        package struct Counted: Sendable, Hashable {
            package let reason: Reason
            package let units: Int

            package init(_ reason: Reason, units: Int) {
                self.reason = reason
                self.units = units
            }
        }

        package init(
            run: Int64, ended: Instant?, exitCode: Int32?, wasKilled: Bool = false, failure: String? = nil,
            reasons: [Counted] = [],
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

    package struct Gap: Sendable, Hashable {
        package let label: String
        package let span: String
        package let reason: Reason
        package let tries: Int
        package let next: Instant
    }

    package struct LastRun: Sendable, Hashable {
        package let run: Int64
        package let job: String
        package let ended: Instant?
        package let exitCode: Int32?
        /// It was killed: it has no end, and nobody writes the archive.
        package let wasKilled: Bool
        /// What did not become a row as it came, and what could not be compared.
        package let aside: RunCounts.Aside

        package init(
            run: Int64, job: String, ended: Instant?, exitCode: Int32?, wasKilled: Bool = false,
            aside: RunCounts.Aside = RunCounts.Aside()
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
