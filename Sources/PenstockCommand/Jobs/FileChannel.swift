import Orchestrator

/// A channel of the jobs file, with its keys resolved: what the alerting library makes of them is its own to say.
struct FileChannel: Equatable {
    let name: String
    /// `email`, `slack`, ...
    let type: String
    let values: [String: [String]]
    let line: Int
    /// Why a value is not to be had, such as a variable that is not set: a matter of whoever sends, not of the jobs.
    var problem: RunFailure?
}
