import Archive
import Orchestrator
import PluginKit
import Upstream

/// The archives that the doctor looks at: those that other commands find, and all of the jobs file's runs, also where
/// none is there yet.
struct DoctorPlaces {
    /// What the doctor was told.
    let values: SettingValues
    /// nil: there is none that can be read.
    let jobsFile: JobsFile?
    let host: Host

    struct Place {
        let archive: String
        let plugins: [ProviderPlugin]
        /// The directory of its runs' logs.
        let logs: String
        let questions: [UpstreamQuestions]
    }

    func places(of plugins: [ProviderPlugin]) async throws -> [Place] {
        var places = ArchivePlaces(values: values, host: host)
        var jobs: JobArchives?
        // A file with a mistake is told of elsewhere.
        if values.typed(\.dataDirectory) == nil { jobs = try? places.ofJobs() }
        places.host.jobs = jobs.map { .all($0) } ?? .own(nil)
        let logs = LogPlace(host: host, values: values)
        var groups = try places.groups(of: plugins)
        let known = groups
        if values.providers.isEmpty { groups.removeAll { !Archive.exists(at: $0.archive) } }
        for place in jobs?.places ?? [] where !groups.contains(where: { $0.archive == place.archive }) {
            let own = plugins.filter { place.providers.contains($0.manifest.name) }
            if !own.isEmpty { groups.append((place.archive, own)) }
        }
        let questions = await questionsOfJobs()
        return try (groups.isEmpty ? known : groups).map { group in
            let own =
                !values.isMeant(\.logDirectory)
                ? jobs?.places.first { $0.archive == group.archive }?.logs : nil
            return Place(
                archive: group.archive, plugins: group.plugins, logs: own ?? logs.directory(beside: group.archive),
                questions: try asked(questions[group.archive] ?? [], of: group.plugins))
        }
    }

    /// Of each provider: where its jobs say, or the settings that hold for every command; what is typed comes before
    /// both.
    private func asked(_ ofJobs: [UpstreamQuestions], of plugins: [ProviderPlugin]) throws -> [UpstreamQuestions] {
        try plugins.flatMap { plugin in
            let own = ofJobs.filter { $0.provider.manifest.name == plugin.manifest.name }
            return own.isEmpty ? [try UpstreamQuestions(plugin, host: host)] : own
        }.map { questions in
            var questions = questions
            try questions.point(values.upstream, host: host)
            return questions
        }
    }

    /// By archive; none where there is no jobs file, or it has a mistake, which is said elsewhere.
    private func questionsOfJobs() async -> [String: [UpstreamQuestions]] {
        guard let file = jobsFile else { return [:] }
        var questions: [String: [UpstreamQuestions]] = [:]
        let found = FoundArchives()
        for job in file.jobs where job.verb.isRun {
            for planned in (try? JobExecution(job, in: file, host: host, found: found).planned) ?? [] {
                questions[planned.job.archive, default: []] += planned.job.providers.map {
                    UpstreamQuestions(provider: $0, selection: planned.job.selection, settings: planned.upstreams)
                }
            }
        }
        return questions
    }
}

/// Where a provider's upstreams are asked, and what for: by a job, or by the settings that hold for every command.
struct UpstreamQuestions {
    let provider: any LoadedProvider
    let selection: Selection
    private(set) var settings: UpstreamSettings

    init(provider: any LoadedProvider, selection: Selection, settings: UpstreamSettings) {
        self.provider = provider
        self.selection = selection
        self.settings = settings
    }

    /// Of no job.
    init(_ plugin: ProviderPlugin, host: Host) throws {
        let values = SettingValues(environment: host.environment)
        provider = try plugin.load(try values.values(of: plugin.options))
        selection = Selection()
        settings = try host.upstreamSettings([])
        settings.userAgent = values.userAgent
    }

    /// As they are asked.
    var declarations: [UpstreamDeclaration] { provider.manifest.upstreams.map(settings.applied(to:)) }

    /// - Parameter given: `--upstream`, as typed; it comes before what a job says.
    mutating func point(_ given: [String], host: Host) throws {
        guard !given.isEmpty else { return }
        let typed = try host.upstreamSettings(given)
        let names = given.map { $0.prefix { $0 != "=" } }
        for (name, base) in typed.bases where names.contains(Substring(name)) { settings.bases[name] = base }
    }
}
