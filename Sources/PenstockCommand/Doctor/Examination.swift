import Archive
import Orchestrator
import PluginKit

/// `doctor`: one look after the other; a fault in one does not keep the others from being told.
struct Examination {
    let arguments: Doctor
    let host: Host

    func run() async throws {
        let names = arguments.providers.names
        let plugins = names.isEmpty ? host.registry.providers : try ProviderChoice(host.registry).plugins(named: names, verb: "doctor")
        let places = ArchivePlaces(place: arguments.place, host: host)
        let groups = try places.groups(of: plugins, existing: names.isEmpty)
        var found = SettingsExamination(host: host, jobsFile: arguments.file.path).diagnoses()
        found += await ScheduleExamination(host: host, jobsFile: arguments.file.path).diagnoses()
        if groups.isEmpty { found.append(noArchive(try places.groups(of: plugins))) }
        var looked: Set<String> = []
        for (archive, _) in groups {
            found += ArchiveExamination(archive: archive, host: host).diagnoses()
            let logs = logDirectory(archive)
            if looked.insert(logs).inserted { found.append(PlaceExamination(logs).writing("logs")) }
        }
        if !arguments.offline {
            let asked = groups.isEmpty ? plugins : groups.flatMap(\.plugins)
            found += try await UpstreamExamination(host: host, given: arguments.upstream).diagnoses(of: asked.map(\.manifest))
        }
        say(found)
        try CommandEnd.check(.worst(found.map(\.exitCode)))
    }

    private func noArchive(_ groups: [(archive: String, plugins: [ProviderPlugin])]) -> Diagnosis {
        .fault(
            "archive", "there is none at \(Figures.names(groups.map(\.archive)))",
            fix: "make one with penstock backfill, or name it with --data-dir", .configuration)
    }

    private func logDirectory(_ archive: String) -> String {
        if let text = SettingLookup(environment: host.environment).find(arguments.logDirectory, "log-dir") {
            return host.absolute(text.text)
        }
        return JobPlanning.logs(beside: archive)
    }

    private func say(_ found: [Diagnosis]) {
        if arguments.json {
            let checks = found.map { diagnosis in
                JSONOutput.object([
                    .init("name", .string(diagnosis.name)), .init("state", .string(diagnosis.state.rawValue)),
                    .init("detail", .string(diagnosis.detail)), .init("fix", .text(diagnosis.fix.isEmpty ? nil : diagnosis.fix)),
                ])
            }
            let code = ExitCode.worst(found.map(\.exitCode))
            host.console.print(JSONOutput.object([.init("exit_code", .integer(Int(code.number))), .init("checks", .array(checks))]).text)
        } else if !arguments.quiet || found.contains(where: { $0.state != .ok }) {
            let shown = arguments.quiet ? found.filter { $0.state != .ok } : found
            host.console.print(DoctorWording(found: shown).text)
        }
    }
}
