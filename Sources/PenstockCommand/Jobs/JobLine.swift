import Orchestrator
import PluginKit

/// The command line that a job of the file means. It goes through the parser like one that was typed, so that help,
/// errors and validation are those of the command line.
struct JobLine {
    let job: NamedJob
    let host: Host
    /// Flags of `penstock run`, which go before the file's.
    var typed: [String] = []

    enum Origin: Equatable {
        case file
        /// A flag of `penstock run`.
        case flag
        /// A variable, and what it says.
        case variable(SettingText)
    }

    var arguments: [String] {
        // Where the archives are is for each provider to say, by a variable of its own; the host has what the file
        // says.
        let settings = job.settings.filter { origin(of: $0) == .file && $0.flag.name != "data-dir" }
        return [job.verb.name] + job.providers + settings.flatMap(\.typed) + typed
    }

    /// Where the value of a setting comes from: a flag goes before a variable, and that before the file.
    func origin(of setting: JobSetting) -> Origin {
        let name = setting.flag.name
        if typed.contains(where: { $0 == "--" + name || $0.hasPrefix("--\(name)=") }) { return .flag }
        return variable(of: setting.flag).map(Origin.variable) ?? .file
    }

    /// The variable that speaks for a flag; nil where none is set.
    func variable(of flag: VerbFlag) -> SettingText? {
        guard flag.takesValue else { return nil }
        guard flag.name != "data-dir" else {
            let manifests = host.registry.providers.map(\.manifest).filter {
                job.providers.isEmpty || job.providers.contains($0.name)
            }
            let variables = manifests.map { ArchivePlaces.variable(of: $0, host) }
            return variables.contains(nil) ? nil : variables.compactMap(\.self).first
        }
        guard
            SettingLookup.names.contains(flag.name)
                || PluginArguments.declarations.contains(where: { $0.name == flag.name })
        else {
            return nil
        }
        return SettingLookup(environment: host.environment).find(nil, flag.name)
    }

    /// The error of a job's line, with the job and the line of the file that it is about.
    func placed(_ failure: RunFailure, in file: JobsFile) -> RunFailure {
        var message = failure.message
        for setting in job.settings {
            guard let reference = setting.reference, case .texts(let texts) = setting.value else { continue }
            // What came from elsewhere may be a secret, and errors are mailed.
            for text in texts where !text.isEmpty { message = message.replacing(text, with: reference) }
        }
        let about = job.settings.filter { origin(of: $0) == .file }.first { message.hasPrefix("--\($0.flag.name)") }
        return RunFailure(
            failure.exitCode == .usage ? .configuration : failure.exitCode,
            "\(file.name) line \(about?.line ?? job.line), job \(job.name): \(message)", fix: failure.fix)
    }
}
