import Archive

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
