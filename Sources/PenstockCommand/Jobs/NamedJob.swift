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

    /// The text that the file has for a flag.
    func text(of flag: String) -> String? {
        guard case .texts(let texts) = settings.first(where: { $0.flag.name == flag })?.value else { return nil }
        return texts.first
    }
}
