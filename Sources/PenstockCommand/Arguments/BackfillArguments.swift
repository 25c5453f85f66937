import ArgumentParser

/// What a backfill is about.
struct BackfillArguments: ParsableArguments {
    @OptionGroup var providers: ProviderArguments
    @OptionGroup var selection: SelectionArguments
    @OptionGroup var markets: MarketArguments

    @Option(
        name: .customLong("start-date"),
        help: ArgumentHelp("First date, inclusive. A new archive of equities needs one.", valueName: "date"))
    var startDate: String?

    @Option(
        name: .customLong("end-date"),
        help: ArgumentHelp("Last date, inclusive. Default: the last session that has closed.", valueName: "date"))
    var endDate: String?

    @Flag(
        inversion: .prefixedNo,
        help:
            """
            Continue an interrupted run and ask only for what is missing; --no-resume asks everything again, compares \
            and replaces.
            """
    )
    var resume = true
}
