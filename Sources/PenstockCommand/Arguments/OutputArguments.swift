import ArgumentParser

/// What a job says.
struct OutputArguments: ParsableArguments {
    @Flag(help: "Write each request into the log.") var verbose = false
    @Flag(help: "Print nothing when the run ends with 0.") var quiet = false
    @Flag(help: "Print the run's report as one JSON object.") var json = false
}
