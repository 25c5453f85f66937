import Archive
import Orchestrator
import PluginKit

/// The archives that the doctor looks at: those of the jobs file's runs, where there is one and nothing else was typed; otherwise those
/// that the flags and variables mean.
struct DoctorPlaces {
    let arguments: Doctor
    let host: Host

    struct Place {
        let archive: String
        var plugins: [ProviderPlugin]
        /// The directory of its runs' logs.
        let logs: String
    }

    func places(of plugins: [ProviderPlugin]) async throws -> [Place] {
        let names = arguments.providers.names
        if arguments.place.dataDirectory == nil, let places = await ofJobs(), !places.isEmpty {
            let meant = places.filter { names.isEmpty || $0.plugins.contains { names.contains($0.manifest.name) } }
            if !meant.isEmpty { return meant }
        }
        let places = ArchivePlaces(place: arguments.place, host: host)
        let logs = LogPlace(host: host, flag: arguments.logDirectory)
        let present = try places.groups(of: plugins, existing: names.isEmpty)
        return try (present.isEmpty ? places.groups(of: plugins) : present).map {
            Place(archive: $0.archive, plugins: $0.plugins, logs: logs.directory(beside: $0.archive))
        }
    }

    /// nil: there is no jobs file, or it has a mistake, which is said elsewhere.
    private func ofJobs() async -> [Place]? {
        guard let file = try? JobsFilePlace(host: host, flag: arguments.file.path).find() else { return nil }
        var places: [Place] = []
        for job in file.jobs where job.verb.isRun {
            for planned in (try? await JobExecution(job, in: file, typed: [], host: host).planned) ?? [] {
                let plugins = planned.job.providers.compactMap { try? host.registry.provider(named: $0.manifest.name) }
                if let index = places.firstIndex(where: { $0.archive == planned.job.archive }) {
                    let known = places[index].plugins.map(\.manifest.name)
                    places[index].plugins += plugins.filter { !known.contains($0.manifest.name) }
                } else {
                    places.append(Place(archive: planned.job.archive, plugins: plugins, logs: planned.logDirectory))
                }
            }
        }
        return places
    }
}
