package import Archive
package import Tabular

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
        return try Restoration(self, inspection, now: now).restore(found)
    }
}
