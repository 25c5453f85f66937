import Orchestrator
import PluginKit
import Words

/// The jobs file, and variables that are nearly settings.
struct SettingsExamination {
    let host: Host
    /// As it was read; nil: there is none.
    let jobsFile: Result<JobsFile?, any Error>

    func diagnoses() -> [Diagnosis] {
        var found = [jobs()]
        let variables = SettingVariables(environment: host.environment)
        found += variables.doubts.map {
            .warning("variable", $0, fix: "rename it, or take it away")
        }
        let set = variables.setNames
        if !set.isEmpty {
            found.append(.ok("variables", "\(set.joined(separator: ", ")); penstock config shows what holds"))
        }
        return found
    }

    private func jobs() -> Diagnosis {
        do {
            guard let file = try jobsFile.get() else {
                return .ok("jobs file", "none; commands are typed")
            }
            return .ok("jobs file", "\(file.path): \(Figures.names(file.jobs.map(\.name)))")
        } catch {
            return .fault("jobs file", error)
        }
    }
}
