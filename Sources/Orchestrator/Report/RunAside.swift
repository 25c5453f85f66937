/// What came in a run and did not become a row as it came, and what it could not compare: told together, in one line, wherever the run is
/// told of. Rows that were newly set aside or held back end it with 10; a remark on rows that were stored does not.
package struct RunAside: Sendable, Hashable {
    /// Rows that a rule set aside, and those of them that were not set aside before.
    package var quarantined = 0
    package var newlyQuarantined = 0
    /// Rows that wait, for a restatement or for the owner's word.
    package var held = 0
    /// Rows of which an answer had two that differ.
    package var contradicted = 0
    /// Stored rows that were asked for again and could not be compared, for the answer has none of theirs.
    package var uncompared = 0
    /// What is odd about rows that were stored all the same.
    package var remarks = 0
    /// Units with such rows, the first few of `unitCount`.
    package var units: [String] = []
    package var unitCount = 0

    package init() {}

    package var isEmpty: Bool { quarantined + held + contradicted + uncompared + remarks == 0 }

    static let named = 5

    mutating func add(_ unit: UnitReport) {
        quarantined += unit.quarantined
        newlyQuarantined += unit.newlyQuarantined
        held += unit.held
        contradicted += unit.contradicted
        uncompared += unit.uncompared
        remarks += unit.flags.count
        guard unit.quarantined + unit.held + unit.contradicted + unit.uncompared > 0 else { return }
        unitCount += 1
        if units.count < Self.named { units.append(unit.label) }
    }
}
