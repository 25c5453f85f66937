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
