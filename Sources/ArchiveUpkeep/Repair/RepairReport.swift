package import Archive
package import Tabular

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

extension Archive {
    /// Verifies, and puts right what can be put right without inventing a row: a tail that somebody appended is cut; a
    /// series that another sink holds whole is written anew from it; rendered files are made anew. Damaged files are
    /// kept beside their own under names that end in `.damaged`. A unit that no sink holds whole keeps what it has:
    /// `prepareRefetch` and `takeRefetched` put others in its place.
    ///
    /// What is not damaged is not touched. Killed anywhere and called again, it ends the same. `now` is when the units
    /// to be fetched are due. With a damaged database nothing is done. `dataset` is that of `verify`.
    package func repair(
        _ verification: Verification, now: Instant, dataset: @escaping DeclaredDatasets = { _, _ in nil },
        progress: @escaping (VerificationProgress) -> Void = { _ in }
    ) throws -> RepairReport {
        guard !hasOpenGroup else { throw ArchiveError(.misuse, "The archive has pages that are not committed") }
        let inspection = Inspection(reader, verification, dataset: dataset, progress: progress)
        let found = try reporting { try inspection.run() }
        let report = try Restoration(self, inspection, now: now).restore(found)
        if !found.findings.contains(where: { $0.code == .database }) { try reclaimRoom() }
        return report
    }
}
