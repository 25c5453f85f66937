/// Something that is no damage, and that a person may want to know.
package struct VerificationNote: Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// A process writes the archive at this moment.
        case writing
        /// A run was killed: bytes behind committed lengths, renames that a commit promised. The next run puts them
        /// right.
        case unfinished
        /// A file that the record does not know.
        case strayFile = "stray_file"
        /// A directory that this user may not look into.
        case closed
        /// A file that was moved out of the way by an earlier repair or by the archive.
        case setAside = "set_aside"
        /// A temporary file of a run.
        case temporary
        /// Rows whose digest is not known, because a version without digests wrote the first of them.
        case noDigest = "no_digest"
        /// The plugin's columns are not those that were recorded.
        case otherColumns = "other_columns"
        /// Rows at the end of a series that no stored span proves; they are asked for again.
        case unproved
    }

    package let code: Code
    /// How often it was met.
    package var count = 0
    /// Absolute paths or names, the first twenty.
    package var places: [String] = []

    package static let maximumPlaces = 20

    package init(_ code: Code) {
        self.code = code
    }
}

extension VerificationNote: CustomStringConvertible {
    /// What it means, without its places.
    package var description: String {
        switch code {
        case .writing: "the archive is being written: what is not committed yet was not looked at"
        case .unfinished: "left by a run that was killed; the next one finishes or cuts it"
        case .strayFile: "files that the archive does not know; it leaves them alone"
        case .closed:
            "directories that this user may not look into: what the archive does not know was not sought there"
        case .setAside: "files that were moved out of the way; delete them when they are of no use any more"
        case .temporary: "temporary files; a run that needs the name writes over them"
        case .noDigest:
            "series without a digest of their rows, of an older version; they get one when they are written anew"
        case .otherColumns:
            "datasets whose columns are not those that this program declares; they were read as they were recorded"
        case .unproved: "series with rows that no stored span proves; they are asked for again"
        }
    }
}
