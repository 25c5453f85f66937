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
        id: Int64, provider: String, name: UnitName, label: String, partition: [String], state: State, start: Int64? = nil, tries: Int
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
        guard parts.count == 2, let acceptance = Acceptance(rawValue: parts[0]), let given = Instant(parts[1]) else { return nil }
        self.init(acceptance, given: given)
    }
}
