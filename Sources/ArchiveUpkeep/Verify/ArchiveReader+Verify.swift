package import Archive

extension ArchiveReader {
    /// Holds files, tables and rendered files against the record, and the record against itself. Changes nothing and
    /// takes no lock; beside a running update what is not committed yet is left out.
    ///
    /// `dataset` gives a series as the plugin declares it, by the names of provider and dataset; nil, or where its
    /// columns are others than those that were recorded: the recorded one is read. Damage is never an error; throws
    /// `ArchiveError` where the archive cannot be looked at, and `.misuse` for a writer that has pages which are not
    /// committed.
    package func verify(
        _ verification: Verification, dataset: @escaping DeclaredDatasets = { _, _ in nil },
        progress: @escaping (VerificationProgress) -> Void = { _ in }
    ) throws -> VerificationReport {
        guard !hasOpenGroup else { throw ArchiveError(.misuse, "The archive has pages that are not committed") }
        return try reporting { try Inspection(self, verification, dataset: dataset, progress: progress).run() }
    }
}
