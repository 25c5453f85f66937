import ArgumentParser

/// Where, how, from whom and how loudly: the same for `backfill` and `update`.
struct RunArguments: ParsableArguments {
    @OptionGroup(title: "Where") var archive: ArchiveArguments
    @OptionGroup(title: "How") var execution: ExecutionArguments
    @OptionGroup(title: "Upstreams") var upstreams: UpstreamArguments
    @OptionGroup(title: "Plugins") var plugins: PluginArguments
    @OptionGroup(title: "Output") var output: OutputArguments
}

/// Where the rows go, and the logs.
struct ArchiveArguments: ParsableArguments {
    @OptionGroup var place: PlaceArguments

    @Option(
        help: ArgumentHelp(
            "Kinds of storage, separated by commas; fixed by an archive's first run. Default: csv.", valueName: "csv"))
    var storage: String?

    @Option(
        name: .customLong("log-dir"),
        help: ArgumentHelp("Directory of the run's log. Default: logs beside the archive.", valueName: "dir"),
        completion: .directory)
    var logDirectory: String?
}

/// How a job is done.
struct ExecutionArguments: ParsableArguments {
    enum AfterFailure: EnumerableFlag {
        case continueOnError
        case failFast

        static func help(for value: AfterFailure) -> ArgumentHelp? {
            switch value {
            case .continueOnError: "Go on with the other symbols after a failure."
            case .failFast: "End the run at the first failure."
            }
        }
    }

    @Flag(help: "After a failure:") var afterFailure: AfterFailure = .continueOnError
    @Flag(help: "A failure that is known from an earlier run counts like a new one (exit 10).") var strict = false

    @Option(help: ArgumentHelp("Requests under way at the same time. Default: 4.", valueName: "n")) var concurrency:
        String?

    @Option(
        name: .customLong("wait-lock"),
        help: ArgumentHelp("Seconds to wait for another run on the archive. Default: 0.", valueName: "seconds"))
    var waitLock: String?

    @Option(
        help: ArgumentHelp(
            "Wait a random time of up to so many seconds first, so that not everybody asks at once.",
            valueName: "seconds"))
    var jitter: String?

    @Flag(
        name: .customLong("dry-run"),
        help: "Ask nothing: say how many units, requests, rows and bytes it would be, and how long at least.")
    var dryRun = false

    @Flag(
        name: .customLong("read-lists"),
        help:
            """
            With --dry-run: read the lists (of markets, of the index) and nothing else, so that it can say so of what \
            they tell of; nothing is kept.
            """
    )
    var readLists = false
}
