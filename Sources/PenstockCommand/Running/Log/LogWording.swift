import Host
import Orchestrator

/// The lines of a run's log.
enum LogWording {
    static func head(job: String, archive: String, user: String, zone: String) -> String {
        "penstock \(PenstockVersion.current), \(job), archive \(archive), user \(user), host zone \(zone)"
    }

    static func cannotMake(_ directory: String, _ error: SystemError) -> RunFailure {
        RunFailure(
            .cannotWrite, "The log directory \(directory) cannot be written: \(error.reason)",
            fix: "choose another with --log-dir, or make it writable; nothing was fetched")
    }

    /// The kind and text of an event's line; nil for those that have none.
    static func line(_ event: RunEvent) -> (String, String)? {
        switch event {
        case .opened(_, let run, let isNew): ("opened", "run \(run) of \(isNew ? "a new" : "the") archive")
        case .resumed(let now, let remaining, let done):
            ("resumed", "from \(now): \(remaining) units left, \(done) done before")
        case .planned(let units, let now): ("planned", "\(units) units as of \(now)")
        case .followed(let estimate): ("follow", FollowingWording(estimate).text)
        case .unitStarted: nil
        case .unitFinished(let unit) where unit.isOfWave: nil
        case .unitFinished(let unit): (unit.result.rawValue, UnitWording.logLine(unit))
        case .membership(let list, let joined, let left):
            (
                "membership",
                """
                \(list): joined \(joined.isEmpty ? "none" : joined.joined(separator: " ")); left \
                \(left.isEmpty ? "none" : left.joined(separator: " "))
                """
            )
        case .flagged(let label, let text): ("flag", "\(label): \(text)")
        case .wave(let wave): ("wave", wave.text)
        case .committed: ("committed", "all that was received so far")
        case .stopping: ("stopping", "a signal came")
        }
    }
}
