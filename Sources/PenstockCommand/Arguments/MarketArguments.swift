import ArgumentParser

/// Which markets a job is about. Providers without markets look at `--datasets` only. Markets that are named are in
/// `SelectionArguments`.
struct MarketArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Markets of these categories or tags only, separated by commas.", valueName: "a,b"))
    var category: String?

    @Option(
        help: ArgumentHelp(
            "Which markets are let in: open, closed, settled or all. Default: open.", valueName: "status"))
    var status: String?

    @Option(
        help: ArgumentHelp(
            """
            How many markets each provider follows, the largest by lifetime volume; `all` is all. Those that are \
            followed stay. Default: 100.
            """,
            valueName: "n|all"))
    var limit: String?

    @Option(
        help: ArgumentHelp(
            "Only what feeds these datasets, separated by commas; see `penstock datasets`.", valueName: "a,b"))
    var datasets: String?
}
