import ArgumentParser

/// What a job is about.
struct SelectionArguments: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Symbols, separated by commas; `sp500` is the index with its joiners and leavers.", valueName: "a,b"))
    var symbols: String?

    @Option(
        name: .customLong("symbols-file"),
        help: ArgumentHelp("A file with one symbol a line, or CSV with a column Symbol.", valueName: "file"),
        completion: .file())
    var symbolsFile: String?

    @Option(
        name: .customLong("market-ids"),
        help: ArgumentHelp(
            """
            Markets, separated by commas: Polymarket ids, condition ids or slugs, Kalshi tickers; `kalshi:` before it \
            when both are named.
            """,
            valueName: "a,b"))
    var marketIDs: String?
}
