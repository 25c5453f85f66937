/// A verification, and what was done about what it found.
public struct RepairReport: Sendable {
    /// Before anything was done.
    public let found: VerificationReport
    /// One for each finding, in their order.
    public let repairs: [Repair]
    /// Units whose rows the next update fetches anew, by id.
    public let toBeFetched: [UnitRecord]

    /// Whether everything that was found was put right, or will be by the next update.
    public var isWhole: Bool { repairs.allSatisfy { $0.deed != .none } }
}
