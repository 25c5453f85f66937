import ArgumentParser

/// `penstock run JOB...`: jobs of the jobs file.
struct RunJobs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run jobs of the jobs file, one after the other; the worst exit code counts.",
        discussion: HelpWording.run)

    @Argument(help: ArgumentHelp("Jobs by name.", valueName: "job")) var jobs: [String] = []
    @Flag(help: "All jobs of the file, in its order.") var all = false
    @OptionGroup var file: JobsFileArguments

    @Option(
        help: ArgumentHelp("Wait a random time of up to so many seconds first, so that not everybody asks at once.", valueName: "seconds"))
    var jitter: String?
    @OptionGroup(title: "Instead of what the file says") var overrides: RunOverrides

    func run() async throws { try await JobsRunning(arguments: self, host: .current).run() }
}

/// Where the jobs file is.
struct JobsFileArguments: ParsableArguments {
    @Option(
        name: .customLong("jobs"),
        help: ArgumentHelp("The jobs file. Default: penstock.yaml here, then in ~/.config/penstock.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var path: String?
}

/// Flags of a call that go before the keys of a job.
struct RunOverrides: ParsableArguments {
    @Option(
        name: .customLong("wait-lock"),
        help: ArgumentHelp("Seconds to wait for another run on the archive. Default: 0.", valueName: "seconds"))
    var waitLock: String?
    @Flag(name: .customLong("dry-run"), help: "Ask nothing: say what each backfill or update would be.") var dryRun = false
    @OptionGroup var upstreams: UpstreamArguments
    @OptionGroup var output: OutputArguments

    /// As they were typed, for the jobs' lines.
    func typed(for verb: Verb) -> [String] {
        let values = [
            ("wait-lock", waitLock), ("log-format", output.logFormat), ("keep-logs", output.keepLogs), ("metrics-file", output.metricsFile),
        ]
        var typed = values.flatMap { name, value in value.map { ["--\(name)=\($0)"] } ?? [] } + upstreams.typed
        typed += [("quiet", output.quiet), ("verbose", output.verbose)].filter(\.1).map { "--" + $0.0 }
        typed = typed.filter { flag in verb.flag(String(flag.dropFirst(2).prefix { $0 != "=" })) != nil }
        // What other verbs print is made a part of the one object.
        if verb.isRun { typed += [("json", output.json), ("dry-run", dryRun)].filter(\.1).map { "--" + $0.0 } }
        return typed
    }
}
