import ArgumentParser

/// What an update is about.
struct UpdateArguments: ParsableArguments {
    @OptionGroup var providers: ProviderArguments
    @OptionGroup var selection: SelectionArguments

    @Flag(help: "Ask everything again, compare it with what is stored, and keep what the upstream corrected.")
    var force = false

    @Option(
        name: .customLong("max-age-days"),
        help: ArgumentHelp("Leave a symbol alone while fewer than this many sessions are missing. Default: 1.", valueName: "n"))
    var maxAgeDays: String?

    @Flag(name: .customLong("no-fill-gaps"), help: "Do not ask again for sessions missing between stored ones.")
    var noFillGaps = false
}
