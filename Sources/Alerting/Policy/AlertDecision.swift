/// What an observation makes due, and what to remember.
package struct AlertDecision: Hashable, Sendable {
    /// In the order of their kinds' names.
    package let due: [AlertDue]
    /// To be kept before sending; then `AlertState.record` for each alert, and kept again.
    package let state: AlertState
}
