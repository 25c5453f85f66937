import ArgumentParser

/// What a job says.
struct OutputArguments: ParsableArguments {
    @Flag(help: "Write each request into the log.") var verbose = false
    @Flag(help: "Print nothing when the run ends with 0.") var quiet = false
    @Flag(help: "Print the run's report as one JSON object.") var json = false

    @Option(
        name: .customLong("log-format"),
        help: ArgumentHelp("What the log's lines are: text or json. Default: text.", valueName: "text|json"))
    var logFormat: String?

    @Option(
        name: .customLong("keep-logs"),
        help: ArgumentHelp(
            "Remove logs of the log directory that are older than this many days. Default: all are kept.",
            valueName: "days")
    )
    var keepLogs: String?

    @Option(
        name: .customLong("metrics-file"),
        help: ArgumentHelp(
            "Write how the run went and how the archive stands, as Prometheus has it, for node_exporter.",
            valueName: "file"),
        completion: .file())
    var metricsFile: String?
}
