/// When all of a unit's rows were last held against its upstream, and when they are to be again; in ticks of its axis.
package struct Rereading: Sendable, Hashable {
    /// The last session of the whole answer that all stored rows were held against; nil: of none that the record knows of.
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
