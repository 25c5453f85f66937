import Archive
import LosslessJSON
import Orchestrator
import PluginKit

/// `doctor`: one look after the other; a fault in one does not keep the others from being told.
struct Examination {
    let arguments: Doctor
    let host: Host

    func run() async throws {
        let names = arguments.providers.names
        let plugins =
            names.isEmpty
            ? host.registry.providers : try ProviderChoice(host.registry).plugins(named: names, verb: "doctor")
        var found = SettingsExamination(host: host, jobsFile: arguments.file.path).diagnoses()
        found += SurroundingsExamination(host: host, jobsFile: arguments.file.path).diagnoses()
        found += await ScheduleExamination(host: host, jobsFile: arguments.file.path).diagnoses()
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
            let code = ExitCode.worst(found.map(\.exitCode))
            host.console.emit(
                JSONOutput.object([.init("exit_code", .integer(Int(code.number))), .init("checks", .array(checks))])
                    .text)
        } else if !arguments.quiet || found.contains(where: { $0.state != .ok }) {
            let shown = arguments.quiet ? found.filter { $0.state != .ok } : found
            host.console.print(DoctorWording(found: shown).text)
        }
    }
}
