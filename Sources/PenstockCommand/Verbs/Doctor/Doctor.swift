import Archive
import ArgumentParser
import LosslessJSON
import Orchestrator
import PluginKit
import Words

/// `penstock doctor`: looks at everything that a scheduled run needs.
struct Doctor: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.doctor
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            """
            Look at what a scheduled run needs: disk, permissions, clock, lock, archive, schedule, upstreams, settings.
            """,
        discussion: HelpWording.doctor)

    @OptionGroup var flags: Flags<Doctor>

    func validate() throws {
        if values.live, values.offline {
            throw ValidationError("--live asks the upstreams and --offline does not: leave one of them out")
        }
    }

    func run() async throws { try await Examination(arguments: self, host: .current).run() }
}

/// `doctor`: one look after the other; a fault in one does not keep the others from being told.
private struct Examination {
    let arguments: Doctor
    let host: Host

    func run() async throws {
        let names = arguments.providers
        let plugins =
            names.isEmpty
            ? host.registry.providers : try ProviderChoice(host.registry).plugins(named: names, verb: "doctor")
        var found = SettingsExamination(host: host, jobsFile: arguments.values.typed(\.jobsFile)).diagnoses()
        found += SurroundingsExamination(host: host, jobsFile: arguments.values.typed(\.jobsFile)).diagnoses()
        found += await ScheduleExamination(host: host, jobsFile: arguments.values.typed(\.jobsFile)).diagnoses()
        found += AlertExamination(host: host, jobsFile: arguments.values.typed(\.jobsFile)).diagnoses()
        var places: [DoctorPlaces.Place] = []
        do {
            places = try await DoctorPlaces(arguments: arguments, host: host).places(of: plugins)
            var looked: Set<String> = []
            for place in places {
                found +=
                    Archive.exists(at: place.archive)
                    ? ArchiveExamination(archive: place.archive, manifests: place.plugins.map(\.manifest), host: host)
                        .diagnoses()
                    : [Self.noArchive(place)]
                if looked.insert(place.logs).inserted { found.append(PlaceExamination(place.logs).writing("logs")) }
            }
        } catch {
            found.append(.fault("archive", error))
        }
        if !arguments.offline {
            do {
                found += try await UpstreamExamination(host: host, isLive: arguments.live).diagnoses(of: places)
            } catch {
                found.append(.fault("upstreams", error))
            }
        }
        say(found)
        try CommandEnd.check(.worst(found.map(\.exitCode)))
    }

    private static func noArchive(_ place: DoctorPlaces.Place) -> Diagnosis {
        .fault(
            "archive", "there is none at \(place.archive)",
            fix:
                """
                make one with penstock backfill \(place.plugins.map(\.manifest.name).joined(separator: " ")), or name \
                it with --data-dir
                """,
            .configuration)
    }

    private func say(_ found: [Diagnosis]) {
        if arguments.json {
            let checks = found.map { diagnosis in
                JSONOutput.object([
                    .init("name", .string(diagnosis.name)), .init("state", .string(diagnosis.state.rawValue)),
                    .init("detail", .string(diagnosis.detail)),
                    .init("fix", .text(diagnosis.fix.isEmpty ? nil : diagnosis.fix)),
                ])
            }
            let code = Orchestrator.ExitCode.worst(found.map(\.exitCode))
            host.console.emit(
                JSONOutput.object([.init("exit_code", .integer(Int(code.number))), .init("checks", .array(checks))])
                    .text)
        } else if !arguments.quiet || found.contains(where: { $0.state != .ok }) {
            let shown = arguments.quiet ? found.filter { $0.state != .ok } : found
            host.console.print(DoctorWording(found: shown).text)
        }
    }
}

/// What the doctor found, a line for each look.
private struct DoctorWording {
    let found: [Diagnosis]

    var text: String {
        let width = found.map(\.name.count).max() ?? 0
        return found.flatMap { diagnosis in
            let line = "\(sign(diagnosis.state).column(9))\(diagnosis.name.column(width + 2))\(diagnosis.detail)"
            guard !diagnosis.fix.isEmpty else { return [line] }
            return [line]
                + diagnosis.fix.split(separator: "\n").map {
                    String(repeating: " ", count: width + 11) + $0.drop { $0 == " " }
                }
        }.joined(separator: "\n")
    }

    private func sign(_ state: Diagnosis.State) -> String {
        switch state {
        case .ok: "ok"
        case .warning: "look"
        case .fault: "WRONG"
        }
    }
}
