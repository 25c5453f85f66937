public import PluginKit
public import Tabular

/// All that one page changes; it becomes true whole, with its group, or not at all.
public struct PageCommit: Sendable {
    public var run: Int64
    public var unit: UnitRecord
    /// The `now` of the fetch; nil: of the run's plan.
    public var now: Instant?
    public var series: [SeriesChange] = []
    /// Rows of a walk that goes from new to old: they wait in the spool under the same commit as their cursor.
    public var held: [HeldRows] = []
    /// The walk has met what is stored: the spool, with `held` of this page, is written in key order.
    public var releasesHeld = false
    public var entities: [EntityChange] = []
    /// The unit's whole new coverage; nil leaves it.
    public var coverage: Coverage?
    /// The first tick ever asked for; nil leaves it.
    public var start: Int64?
    /// JSON; nil leaves it.
    public var note: String?
    /// JSON of the provider's facts; nil leaves them.
    public var facts: String?
    public var discoveries: [DiscoveredUnit] = []
    /// Subjects that the page shows, and those that it was asked for and lacks.
    public var shown: [ShownSubject] = []
    /// What the page shows is followed from now on: it was named, and this is the first whole answer to that.
    public var letsIn = false
    /// Subjects that are there, in rows that cannot be read.
    public var kept: [String] = []
    public var lacking: [LackingSubject] = []
    public var quarantined: [QuarantinedRow] = []
    public var revised: [RevisedRow] = []
    /// The unit turned out to be on another basis: why. What follows is its replacement.
    public var restated: Reason?
    /// Series as they were before this page wrote them anew.
    public var replaced: [ReplacedRows] = []
    /// When the unit was compared, and is to be read whole again; nil leaves it.
    public var rereading: Rereading?
    /// What the owner accepted has been taken.
    public var takesAcceptance = false
    /// What the upstream tells of ahead now; nil leaves it.
    public var announced: Set<Announcement>?
    /// What is odd about the page's rows and is no reason to refuse them.
    public var flags: [RowFlag] = []
    public var answer: AnswerRecord?
    public var progress: Progress

    public enum Progress: Sendable {
        /// The walk goes on there; nil begins it anew and drops what a replacement or the spool holds.
        case next(cursor: String?, purpose: Purpose)
        /// The list's own pages are over: what it did not show is asked for directly, in the same walk.
        case confirming
        case finished(UnitOutcome)
    }

    public init(run: Int64, unit: UnitRecord, progress: Progress) {
        self.run = run
        self.unit = unit
        self.progress = progress
    }
}

/// What is odd about rows, as the table `flags` keeps it.
public struct RowFlag: Sendable, Hashable {
    /// `E9`
    public let rule: String
    public let text: String

    /// Of a line of the log: `E9: AAPL: 2026-03-04: ...`.
    public init(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1)
        rule = String(parts.first ?? "")
        text = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : line
    }

    public var line: String { "\(rule): \(text)" }
}

/// Rows for the spool.
public struct HeldRows: Sendable {
    public var dataset: Dataset
    /// In key order.
    public var batch: Batch

    public init(_ dataset: Dataset, _ batch: Batch) {
        self.dataset = dataset
        self.batch = batch
    }
}

/// A unit that a page told of. A unit that is known already takes the new note and rank.
public struct DiscoveredUnit: Sendable {
    public var name: UnitName
    public var label: String
    public var partition: [String]
    /// JSON.
    public var note: String?
    public var rank: Double?

    public init(name: UnitName, label: String, partition: [String] = [], note: String? = nil, rank: Double? = nil) {
        self.name = name
        self.label = label
        self.partition = partition
        self.note = note
        self.rank = rank
    }
}

/// What a page's commit did that only the archive could know.
public struct PageEffect: Sendable, Hashable {
    /// Key texts of entities that became members, by dataset name.
    public var joined: [String: [String]] = [:]
    /// Key texts of entities that left, by dataset name.
    public var left: [String: [String]] = [:]
    /// Quarantined rows that were not in the quarantine before.
    public var newlyQuarantined = 0
    /// Subjects of the page that no earlier page of this walk had shown.
    public var newlyShown = 0
    /// Rows of entities that broke a rule about changes; what was stored before them is in `revisions`.
    public var revised = 0
    /// What the log says of them: `P6: markets 516710: volume fell from 10 to 9`.
    public var flags: [String] = []
    /// Of the page's flags those that were never said of the unit before.
    public var newFlags: [RowFlag] = []
}
