/// When a job runs, as the file has it. Read by the scheduling library.
struct JobSchedule: Equatable {
    /// `0 6 * * 2-6`
    let expression: String
    /// `America/New_York`; nil: the host's.
    let timeZone: String?
    /// Seconds, at random, by which a run may begin later.
    let jitter: Int?
    /// A run that was missed while the machine was off is made up for.
    let catchesUp: Bool?
    let line: Int
}
