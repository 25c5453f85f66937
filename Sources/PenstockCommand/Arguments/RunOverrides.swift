import ArgumentParser

/// Flags of a call that go before the keys of a job.
struct RunOverrides: ParsableArguments {
    @Option(
        name: .customLong("wait-lock"),
        help: ArgumentHelp("Seconds to wait for another run on the archive. Default: 0.", valueName: "seconds"))
    var waitLock: String?
    @Flag(name: .customLong("dry-run"), help: "Ask nothing: say what each backfill or update would be.") var dryRun =
        false
    @Flag(name: .customLong("read-lists"), help: "With --dry-run: read the lists and nothing else, and keep nothing.")
    var readLists = false
    @OptionGroup var upstreams: UpstreamArguments
    @OptionGroup var output: OutputArguments

    /// As they were typed, for the jobs' lines.
    func typed(for verb: Verb) -> [String] {
        let values = [
            ("wait-lock", waitLock), ("log-format", output.logFormat), ("keep-logs", output.keepLogs),
            ("metrics-file", output.metricsFile),
        ]
        var typed = values.flatMap { name, value in value.map { ["--\(name)=\($0)"] } ?? [] } + upstreams.typed
        typed += [("quiet", output.quiet), ("verbose", output.verbose)].filter(\.1).map { "--" + $0.0 }
        typed = typed.filter { flag in verb.flag(String(flag.dropFirst(2).prefix { $0 != "=" })) != nil }
        // What other verbs print is made a part of the one object.
        if verb.isRun {
            typed += [("json", output.json), ("dry-run", dryRun), ("read-lists", readLists)].filter(\.1).map {
                "--" + $0.0
            }
        }
        return typed
    }
}
