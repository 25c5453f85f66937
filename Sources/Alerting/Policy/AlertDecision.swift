/// What an observation makes due, and what to remember.
public struct AlertDecision: Hashable, Sendable {
    /// In the order of their kinds' names.
    public let due: [AlertDue]
    /// To be kept before sending; then `AlertState.record` for each alert, and kept again.
    public let state: AlertState
}
