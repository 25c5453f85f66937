import ArgumentParser

/// Where the jobs file is.
struct JobsFileArguments: ParsableArguments {
    @Option(
        name: .customLong("jobs"),
        help: ArgumentHelp(
            "The jobs file. Default: penstock.yaml here, then in ~/.config/penstock.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var path: String?
}
