package import Archive

/// What of an archive is held against its record, and how closely.
package struct Verification: Sendable {
    /// nil: all.
    package var providers: [String]?
    /// Units to look at; nil: all. With it only their series are looked at, and the database itself.
    package var includes: (@Sendable (UnitRecord) -> Bool)?
    /// Every file and every table is read whole. Without, lengths, checksums of ends, counts and the last rows are
    /// compared: bytes in the middle of a file are not looked at.
    package var isFull: Bool

    package init(providers: [String]? = nil, includes: (@Sendable (UnitRecord) -> Bool)? = nil, isFull: Bool = false) {
        self.providers = providers
        self.includes = includes
        self.isFull = isFull
    }

    func covers(provider: String) -> Bool { providers?.contains(provider) ?? true }
}

/// How far a verification has come.
package struct VerificationProgress: Sendable, Hashable {
    /// Units that are looked at, and how many there are of their providers.
    package internal(set) var units = 0
    package internal(set) var allUnits = 0
    /// Of data files, so far.
    package internal(set) var bytes: Int64 = 0
    package internal(set) var findings = 0

    init() {}
}

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
