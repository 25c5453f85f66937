/// How far a verification has come.
public struct VerificationProgress: Sendable, Hashable {
    /// Units that are looked at, and how many there are of their providers.
    public internal(set) var units = 0
    public internal(set) var allUnits = 0
    /// Of data files, so far.
    public internal(set) var bytes: Int64 = 0
    public internal(set) var findings = 0

    init() {}
}
