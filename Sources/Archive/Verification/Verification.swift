/// What of an archive is held against its record, and how closely.
public struct Verification: Sendable {
    /// nil: all.
    public var providers: [String]?
    /// Units to look at; nil: all. With it only their series are looked at, and the database itself.
    public var includes: (@Sendable (UnitRecord) -> Bool)?
    /// Every file and every table is read whole. Without, lengths, checksums of ends, counts and the last rows are compared: bytes in the middle of
    /// a file are not looked at.
    public var isFull: Bool

    public init(providers: [String]? = nil, includes: (@Sendable (UnitRecord) -> Bool)? = nil, isFull: Bool = false) {
        self.providers = providers
        self.includes = includes
        self.isFull = isFull
    }

    /// Whether nothing is left out.
    var isOfAll: Bool { includes == nil && providers == nil }

    func covers(provider: String) -> Bool { providers?.contains(provider) ?? true }
}
