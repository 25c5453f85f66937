/// A job of the jobs file.
struct NamedJob: Equatable {
    let name: String
    let line: Int
    let verb: Verb
    let providers: [String]
    let settings: [JobSetting]
    let schedule: JobSchedule?
    let alerts: JobAlerts?
    /// For the schedulers' descriptions.
    let summary: String?
}
