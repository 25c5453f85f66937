import ArgumentParser

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
