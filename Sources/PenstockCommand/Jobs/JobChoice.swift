import Orchestrator
import PluginKit
import Words

/// Jobs of the file that a command line names.
struct JobChoice {
    let file: JobsFile

    init(_ file: JobsFile) {
        self.file = file
    }

    /// Each once, in the order in which they were named; all of them without a name.
    func jobs(named names: [String]) throws -> [NamedJob] {
        guard !names.isEmpty else { return file.jobs }
        var jobs: [NamedJob] = []
        for name in names where !jobs.contains(where: { $0.name == name }) {
            guard let job = file.job(name) else {
                let known = file.jobs.map(\.name)
                let near = Suggestion.nearest(to: name, among: known).map { " Did you mean '\($0)'?" } ?? ""
                throw RunFailure(
                    .usage, "There is no job '\(name)' in \(file.path).\(near)", fix: "jobs: \(Figures.names(known))")
            }
            jobs.append(job)
        }
        return jobs
    }
}
