package import Archive

/// A verification, and what was done about what it found.
package struct RepairReport: Sendable {
    /// Before anything was done.
    package let found: VerificationReport
    /// One for each finding, in their order.
    package internal(set) var repairs: [Repair]
    /// Units that the next update asks for whole and compares with the stored rows, by id.
    package let toBeFetched: [UnitRecord]
    /// Units of which no sink holds all rows: nothing of them was changed. By id.
    package let lost: [UnitRecord]

    /// Series that were written with columns which their dataset has gained, with nulls in them.
    package let widened: Int

    /// Whether everything that was found was put right: nothing was left, and nothing is missing of what the record
    /// had.
    package var isWhole: Bool { repairs.allSatisfy { $0.deed != .none && $0.deed != .fetchedInPart } }

    /// What came of the units that were lost takes the place of what was said of their findings.
    package mutating func take(_ refetches: [Refetch]) {
        for index in repairs.indices {
            let finding = repairs[index].finding
            guard finding.code != .otherSink, let refetch = refetches.first(where: { $0.unit.id == finding.unitID })
            else { continue }
            guard let deed = refetch.deed else {
                repairs[index] = Repair(finding, .none, "\(repairs[index].message); \(refetch.message)")
                continue
            }
            repairs[index] = Repair(finding, deed, refetch.message, kept: refetch.kept)
        }
    }
}
