public import Tabular

/// A named table that a provider yields.
public struct Dataset: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Grows along an axis; each unit has a file of its own, or all of them one (``Dataset/home``). `axis` names
        /// the column that the spans are measured in; `isDense`: every expected session has a row.
        case series(axis: String, isDense: Bool)
        /// Things with a state, one row each, kept in the archive's database and rendered to a file when a row changed.
        case entities(Membership?)
        /// What changes about things, kept beside the entities: the last column of the key is when it was seen, and a
        /// row is stored only where something differs from the newest row of the same thing.
        case changes
    }

    /// Where the rows of a series are.
    public enum Home: String, Hashable, Sendable {
        /// In each sink of the archive, a file or a part of a table for each unit.
        case sinks
        /// For series of few rows: in the archive's database, whatever the sinks are, and rendered to one file for all
        /// units. The key begins with what names the unit. An archive keeps them there for good once it does.
        case record
    }

    /// For a list whose members come and go: the columns that the runtime keeps. A member's first is the day it was
    /// first seen; its last is null while it is a member, and the last day it was seen when it has left.
    ///
    /// A dataset whose key ends with `firstSeen` keeps spells: who leaves and comes back has a row for each time. Where
    /// the key is the member alone there is one row, and coming back erases that it was away. A dataset whose key grows
    /// by `firstSeen` is written anew when an archive is opened for its provider; what was erased before cannot be
    /// told.
    public struct Membership: Hashable, Sendable {
        public let firstSeen: String
        public let lastSeen: String
        /// How many members may come, or go, in a day: a list with more than that is another list, and refused (E20).
        /// nil: any number.
        public let dailyChanges: Int?
        /// The column that says who a member is, whatever its name: where one name leaves and one that was never there
        /// comes under the same identity, the member was renamed. Zeros in front do not count. nil: names are all that
        /// there is.
        public let identity: String?

        public init(firstSeen: String, lastSeen: String, dailyChanges: Int? = nil, identity: String? = nil) {
            self.identity = identity
            self.firstSeen = firstSeen
            self.lastSeen = lastSeen
            self.dailyChanges = dailyChanges
        }
    }

    /// What a small picture of a series draws: of each row the number that people look for first.
    public struct Chart: Hashable, Sendable {
        /// A column of numbers: an adjusted close, a price. Rows in which it is null are left out.
        public let value: String
        /// The column with the new shares for an old one that a split gives, 1 in a row without one; nil: the series
        /// has no splits.
        public let split: String?

        public init(_ value: String, split: String? = nil) {
            self.value = value
            self.split = split
        }
    }

    public let name: String
    public let kind: Kind
    /// Of a series.
    public let home: Home
    public let schema: Schema
    public let rules: [Rule]
    /// What a database sink shows beside the table.
    public let views: [DatasetView]
    /// What the report page draws of a series, one unit at a time; nil: nothing.
    public let chart: Chart?
    /// One sentence.
    public let summary: String

    public init(
        _ name: String, _ kind: Kind, _ summary: String, columns: [Column], key: [String], home: Home = .sinks,
        rules: [Rule] = [], views: [DatasetView] = [], chart: Chart? = nil
    ) {
        self.name = name
        self.kind = kind
        self.home = home
        self.summary = summary
        self.schema = Schema(columns, key: key)
        self.rules = rules
        self.views = views
        self.chart = chart
    }

    /// The index of the column that spans are measured in; nil for entities.
    public var axisColumn: Int? {
        guard case .series(let axis, _) = kind else { return nil }
        return schema.index(of: axis)
    }

    public var isSeries: Bool {
        if case .series = kind { return true }
        return false
    }

    /// Whether every expected session has a row.
    public var isDense: Bool {
        if case .series(_, let isDense) = kind { return isDense }
        return false
    }

    /// Whether a member that leaves and comes back has a row for each time that it was one.
    public var keepsSpells: Bool {
        guard case .entities(let membership?) = kind else { return false }
        return schema.keyNames.count > 1 && schema.keyNames.last == membership.firstSeen
    }

    /// Columns that the runtime fills, whatever a page says: those of a membership.
    public var runtimeColumns: [String] {
        guard case .entities(let membership?) = kind else { return [] }
        return [membership.firstSeen, membership.lastSeen]
    }

    /// The columns that say which thing a row is about: the key, without the moment or the day by which its rows are
    /// told apart.
    public var thing: [Int] { keepsSpells || kind == .changes ? Array(schema.key.dropLast()) : schema.key }

    /// Sessions where the axis column holds days, else time.
    public var axis: Axis {
        guard let column = axisColumn, schema.columns[column].type == .day else { return .time }
        return .sessions
    }
}

/// A view that a database sink makes over a dataset's table. Datasets that declare one name are joined by `UNION ALL`,
/// so that a view can show several providers in one table.
public struct DatasetView: Hashable, Sendable {
    public let name: String
    /// One sentence.
    public let summary: String
    /// A `SELECT` in plain SQL, with `{table}` where the dataset's table is named.
    public let select: String

    public init(_ name: String, _ summary: String, select: String) {
        self.name = name
        self.summary = summary
        self.select = select
    }
}
