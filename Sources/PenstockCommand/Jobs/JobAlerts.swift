/// Who hears of a job, and of what.
struct JobAlerts: Equatable {
    /// Names of channels.
    let channels: [String]
    /// nil: of everything.
    let kinds: [String]?
    let line: Int
}
