import Host
import Orchestrator

/// `penstock.yaml`: jobs by name, what holds for all of them, and the channels that alerts go to.
struct JobsFile {
    /// Absolute.
    let path: String
    /// Where relative paths of the jobs begin; absolute.
    let directory: String
    /// In the file's order.
    let jobs: [NamedJob]
    let channels: [FileChannel]
    /// Variables that the file takes values from: `{env: NAME}`.
    let variables: [String]

    /// As people call it.
    var name: String { HostPath.name(of: path) }

    func failure(of job: NamedJob, _ what: String, fix: String) -> RunFailure {
        RunFailure(.configuration, "\(name) line \(job.line), job \(job.name): \(what)", fix: fix)
    }

    func job(_ name: String) -> NamedJob? { jobs.first { $0.name == name } }
}
