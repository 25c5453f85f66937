import ArgumentParser

/// `penstock report --output FILE`: how the archives stand, as one page of HTML. Reads only.
struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write one page of HTML that shows how archives stand: freshness, coverage, runs, gaps, quarantine.",
        discussion: """
            Reads only, and may run beside a writer. Without a provider: all that have an archive. The page needs \
            nothing else: it loads \
            nothing and runs nothing, so it can be mailed, copied and kept. It is written beside its place and moved \
            there. A stale archive \
            is shown, and is no failure; penstock status says it with 66.

            Example: penstock report equities --output /var/www/html/equities.html
            """)

    @OptionGroup var providers: ProviderArguments
    @Option(
        name: [.customLong("output"), .customShort("o")],
        help: ArgumentHelp("The page. Default: report.html.", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var output: String?
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(
        name: .customLong("max-age-days"),
        help: ArgumentHelp(
            "Sessions, or days for markets, that may be missing before something is behind. Default: 1.", valueName: "n"
        ))
    var maxAgeDays: String?
    @Flag(help: "Do not print where the page is.") var quiet = false

    func run() throws { try ReportWriting(arguments: self, host: .current).run() }
}
