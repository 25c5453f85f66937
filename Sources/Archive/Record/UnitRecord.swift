import GRDB
package import PluginKit
package import Tabular

/// What the archive knows of a unit.
package struct UnitRecord: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        /// A page told of it; it was never asked for.
        case known
        case admitted
        /// Nothing more will come of it.
        case sealed
    }

    package let id: Int64
    package let provider: String
    package let name: UnitName
    /// What people call it: `AAPL`.
    package var label: String
    /// The names of its file, from the outside in; empty for units without series.
    package var partition: [String]
    package var state: State
    /// JSON; of a unit that belongs to a subject, the subject's.
    package var note: String?
    /// Larger comes first.
    package var rank: Double?
    /// The first tick that was ever to be asked for, also where the question came to nothing.
    package var start: Int64?
    /// When it is looked at next; nil: never, or not admitted.
    package var due: Instant?
    /// How often it was absent in a row.
    package var tries: Int
    /// Why the upstream does not have it; nil while it does.
    package var cause: Reason?
    /// The run's `now` at its last whole success.
    package var completed: Instant?
    /// When all of its rows were compared last, and when they are to be again.
    package var rereading = Rereading()
    /// What its owner has said of the next whole answer; nil: nothing.
    var accepted: AcceptedWord?
    /// What its upstream has told of ahead.
    package var announced: Set<Announcement> = []
    /// When its owner said that it is over; such a unit is sealed. nil: it is not.
    package internal(set) var retired: Instant?
    /// The subject whose unit it is: its id and its name.
    package var subject: Owner?

    package struct Owner: Sendable, Hashable {
        package let id: Int64
        package let name: String

        package init(id: Int64, name: String) {
            self.id = id
            self.name = name
        }
    }

    /// A unit that the archive does not have yet; its id is 0.
    package init(new name: UnitName, provider: String, label: String, partition: [String]) {
        self.init(id: 0, provider: provider, name: name, label: label, partition: partition, state: .known, tries: 0)
    }

    init(
        id: Int64, provider: String, name: UnitName, label: String, partition: [String], state: State,
        start: Int64? = nil, tries: Int
    ) {
        self.id = id
        self.provider = provider
        self.name = name
        self.label = label
        self.partition = partition
        self.state = state
        self.start = start
        self.tries = tries
    }
}

extension UnitRecord {
    /// The owner's word, while it holds: whoever gave it a month ago did not mean what comes today.
    package func acceptance(at now: Instant) -> Acceptance? {
        accepted.flatMap { now < $0.given.adding(days: AcceptedWord.days) ? $0.acceptance : nil }
    }
}

extension UnitRecord {
    /// What `init(row:)` reads, in that order, of a table `units` that is called `u`.
    static let columns = columns(of: "u")

    static func columns(of u: String) -> String {
        """
        \(u).id, \(u).provider, \(u).name, \(u).label, \(u).partition, \(u).state,
        CASE WHEN \(u).subject IS NULL THEN \(u).note ELSE (SELECT s.note FROM subjects s WHERE s.id = \(u).subject) \
        END,
        \(u).rank, \(u).start, \(u).due, \(u).tries, \(u).cause, \(u).cause_detail, \(u).completed,
        \(u).subject, (SELECT s.name FROM subjects s WHERE s.id = \(u).subject), \(u).compared, \(u).rereads, \
        \(u).accepted, \(u).announced, \(u).retired
        """
    }

    /// How many they are.
    static let width = 21

    init(row: Row) {
        id = row[0]
        provider = row[1]
        name = UnitName(text: row[2])
        label = row[3]
        partition = DataPath.partition(row[4])
        state = State(rawValue: row[5]) ?? .known
        note = row[6]
        rank = row[7]
        start = row[8]
        due = Instant(record: row[9])
        tries = row[10]
        cause = (row[11] as String?).map { Reason($0, row[12] ?? "") }
        completed = Instant(record: row[13])
        subject = (row[14] as Int64?).map { Owner(id: $0, name: row[15] ?? "") }
        rereading = Rereading(compared: row[16], record: row[17])
        announced = Set((row[19] as String? ?? "").split(separator: "\n").compactMap(Announcement.init(record:)))
        retired = Instant(record: row[20])
        accepted = (row[18] as String?).flatMap(AcceptedWord.init)
    }

    static func fetch(_ db: Database, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]) throws
        -> [UnitRecord]
    {
        var units: [UnitRecord] = []
        let rows = try db.rows("SELECT \(columns) FROM units u WHERE \(condition)", arguments)
        while let row = try rows.next() { units.append(UnitRecord(row: row)) }
        return units
    }
}

/// What the owner said of a unit's next whole answer, and when.
struct AcceptedWord: Sendable, Hashable {
    /// How long it holds.
    static let days = 7

    let acceptance: Acceptance
    let given: Instant

    /// `sent 2026-11-29T12:00:00.000000Z`.
    var record: String { "\(acceptance.rawValue) \(given.record)" }

    init(_ acceptance: Acceptance, given: Instant) {
        self.acceptance = acceptance
        self.given = given
    }

    init?(record: String) {
        let parts = record.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let acceptance = Acceptance(rawValue: parts[0]), let given = Instant(parts[1]) else {
            return nil
        }
        self.init(acceptance, given: given)
    }
}

extension Announcement {
    /// `20494 the split 2:1 of 2026-02-09`, a line of its unit's.
    var record: String { "\(tick) \(text.split(whereSeparator: \.isNewline).joined(separator: " "))" }

    init?(record: Substring) {
        let parts = record.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let tick = Int64(parts[0]) else { return nil }
        self.init(tick, String(parts[1]))
    }
}

/// When all of a unit's rows were last held against its upstream, and when they are to be again; in ticks of its axis.
package struct Rereading: Sendable, Hashable {
    /// The last session of the whole answer that all stored rows were held against; nil: of none that the record knows
    /// of.
    package var compared: Int64?
    /// Sessions after which the unit is read whole once more.
    package var wanted: Set<Int64> = []

    package init(compared: Int64? = nil, wanted: Set<Int64> = []) {
        self.compared = compared
        self.wanted = wanted
    }

    /// All rows were held against an answer up to a session: what was wanted until then is done.
    package mutating func compare(through session: Int64) {
        compared = max(compared ?? session, session)
        wanted = wanted.filter { $0 > session }
    }

    /// `20494 20513`.
    var record: String? { wanted.isEmpty ? nil : wanted.sorted().map(String.init).joined(separator: " ") }

    init(compared: Int64?, record: String?) {
        self.init(compared: compared, wanted: Set((record ?? "").split(separator: " ").compactMap { Int64($0) }))
    }
}
