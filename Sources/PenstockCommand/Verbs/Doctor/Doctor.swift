import Archive
import ArgumentParser
import Orchestrator
import PluginKit

/// `penstock doctor`: looks at everything that a scheduled run needs, one after the other; a fault in one look does not
/// keep the others from being told.
struct Doctor: AsyncParsableCommand, TakesSettings {
    static let verb = Verb.doctor
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            """
            Look at what a scheduled run needs: disk, permissions, clock, lock, archive, schedule, upstreams, settings.
            """,
        discussion: """
            Reads only, and asks each upstream for its first page unless --offline, where the jobs ask. Ends with 0 \
            when a run would work. Also looked at: time zone and zone data, the directory for temporary files, \
            certificates, proxies.

            Examples: penstock doctor equities
                      penstock doctor --live
            """)

    @OptionGroup var flags: Flags<Doctor>

    func validate() throws {
        if values.live, values.offline {
            throw ValidationError("--live asks the upstreams and --offline does not: leave one of them out")
        }
    }

    func run() async throws {
        let names = values.providers
        let plugins =
            names.isEmpty ? host.registry.providers : try host.registry.providers(named: names, verb: "doctor")
        let read = Result { try JobsFilePlace(host: host, values: values).find() }
        // Of a file with a mistake the settings tell.
        let file = (try? read.get()) ?? nil
        var found = SettingsExamination(host: host, jobsFile: read).diagnoses()
        found += SurroundingsExamination(host: host, jobs: file?.jobs ?? []).diagnoses()
        found += await ScheduleExamination(host: host, file: file).diagnoses()
        found += AlertExamination(host: host, jobsFile: file).diagnoses()
        var places: [DoctorPlaces.Place] = []
        do {
            places = try await DoctorPlaces(values: values, jobsFile: file, host: host).places(of: plugins)
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
        if !values.offline {
            do {
                found += try await UpstreamExamination(host: host, isLive: values.live).diagnoses(of: places)
            } catch {
                found.append(.fault("upstreams", error))
            }
        }
        let facts = DoctorFacts(checks: found)
        host.console.show(facts, json: values.json, quiet: values.quiet && facts.troubles.isEmpty) {
            DoctorPage(checks: values.quiet ? $0.troubles : $0.checks).text
        }
        try CommandEnd.check(facts.exitCode)
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
}
