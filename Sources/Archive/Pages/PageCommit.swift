package import PluginKit
package import Tabular

/// All that one page changes; it becomes true whole, with its group, or not at all.
package struct PageCommit: Sendable {
    package var run: Int64
    package var unit: UnitRecord
    /// The `now` of the fetch; nil: of the run's plan.
    package var now: Instant?
    package var series: [SeriesChange] = []
    /// Rows of a walk that goes from new to old: they wait in the spool under the same commit as their cursor.
    package var held: [HeldRows] = []
    /// The walk has met what is stored: the spool, with `held` of this page, is written in key order.
    package var releasesHeld = false
    package var entities: [EntityChange] = []
    /// The unit's whole new coverage; nil leaves it.
    package var coverage: Coverage?
    /// The first tick ever asked for; nil leaves it.
    package var start: Int64?
    /// JSON; nil leaves it.
    package var note: String?
    /// JSON of the provider's facts; nil leaves them.
    package var facts: String?
    package var discoveries: [DiscoveredUnit] = []
    /// Subjects that the page shows, and those that it was asked for and lacks.
    package var shown: [ShownSubject] = []
    /// Subjects that the page shows as they were.
    package var unchanged: [UnchangedSubject] = []
    /// What the page shows is followed from now on: it was named, and this is the first whole answer to that.
    package var letsIn = false
    /// Subjects that are there, in rows that cannot be read.
    package var kept: [String] = []
    package var lacking: [LackingSubject] = []
    package var quarantined: [QuarantinedRow] = []
    package var revised: [RevisedRow] = []
    /// The unit turned out to be on another basis: why. What follows is its replacement.
    package var restated: Reason?
    /// Series as they were before this page wrote them anew.
    package var replaced: [ReplacedRows] = []
    /// When the unit was compared, and is to be read whole again; nil leaves it.
    package var rereading: Rereading?
    /// What the owner accepted has been taken.
    package var takesAcceptance = false
    /// What the upstream tells of ahead now; nil leaves it.
    package var announced: Set<Announcement>?
    /// What is odd about the page's rows and is no reason to refuse them.
    package var flags: [RowFlag] = []
    package var answer: AnswerRecord?
    package var progress: Progress

    package enum Progress: Sendable {
        /// The walk goes on there; nil begins it anew and drops what a replacement or the spool holds.
        case next(cursor: String?, purpose: Purpose)
        /// The list's own pages are over: what it did not show is asked for directly, in the same walk; there its batch
        /// goes on, nil begins it.
        case confirming(cursor: String?)
        case finished(UnitOutcome)
    }

    package init(run: Int64, unit: UnitRecord, progress: Progress) {
        self.run = run
        self.unit = unit
        self.progress = progress
    }
}

/// Rows for the spool.
package struct HeldRows: Sendable {
    package var dataset: Dataset
    /// In key order.
    package var batch: Batch

    package init(_ dataset: Dataset, _ batch: Batch) {
        self.dataset = dataset
        self.batch = batch
    }
}

/// What a page's commit did that only the archive could know.
package struct PageEffect: Sendable, Hashable {
    /// Key texts of entities that became members, by dataset name.
    package var joined: [String: [String]] = [:]
    /// Key texts of entities that left, by dataset name.
    package var left: [String: [String]] = [:]
    /// Quarantined rows that were not in the quarantine before.
    package var newlyQuarantined = 0
    /// Subjects of the page that no earlier page of this walk had shown.
    package var newlyShown = 0
    /// Rows of entities that broke a rule about changes; what was stored before them is in `revisions`.
    package var revised = 0
    /// What the log says of them: `P6: markets 516710: volume fell from 10 to 9`.
    package var flags: [String] = []
    /// Of the page's flags those that were never said of the unit before.
    package var newFlags: [RowFlag] = []

    /// Of a commit that did nothing.
    package static var none: PageEffect { PageEffect() }
}

/// What a page does to a table of entities.
package struct EntityChange: Sendable {
    package var dataset: Dataset
    /// Rows to insert or to update by key. The columns of a membership are the archive's: their cells are not looked
    /// at.
    package var upserts: Batch
    /// With this page the walk has named every member: a member that no page of the walk named has left.
    package var isComplete: Bool
    /// The day of the list.
    package var day: Day

    package init(_ dataset: Dataset, upserts: Batch, isComplete: Bool, day: Day) {
        self.dataset = dataset
        self.upserts = upserts
        self.isComplete = isComplete
        self.day = day
    }
}
