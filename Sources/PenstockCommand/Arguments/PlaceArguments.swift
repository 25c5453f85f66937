import ArgumentParser

/// Where an archive is.
struct PlaceArguments: ParsableArguments {
    @Option(
        name: [.customLong("data-dir"), .customLong("base-path")],
        help: ArgumentHelp(
            """
            The archive's directory. Default: that of the jobs in penstock.yaml, else the provider's own, such as \
            data/historical.
            """,
            valueName: "dir"),
        completion: .directory)
    var dataDirectory: String?

    @Option(
        name: .customLong("db-path"),
        help: ArgumentHelp(
            "The archive's database, state and tables; fixed by its first run. Default: archive.db in its directory.",
            valueName: "file"),
        completion: .file())
    var databasePath: String?
}
