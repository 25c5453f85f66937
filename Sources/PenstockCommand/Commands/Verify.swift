import ArgumentParser

/// `penstock verify [PROVIDER]`: holds an archive against its record, and with `--repair` puts it right.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hold files and tables against the record; ends with 74 and the place when they differ.",
        discussion: HelpWording.verify)

    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "What") var selection: SelectionArguments
    @Flag(help: "Read every file and table whole, not only their ends.") var full = false
    @Flag(
        help: "Cut what was not committed, copy from another storage of the archive, or fetch again and then replace.")
    var repair = false
    @Option(
        name: .customLong("take-back"),
        help: ArgumentHelp("Put a file that a repair has kept aside in the place of its series.", valueName: "name"))
    var takeBack: String?
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(
        name: .customLong("wait-lock"),
        help: ArgumentHelp("With --repair, seconds to wait for another writer. Default: 0.", valueName: "seconds"))
    var waitLock: String?
    @OptionGroup(title: "Upstreams, when something is fetched again") var upstreams: UpstreamArguments
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing when all is well.") var quiet = false

    func run() async throws { try await ArchiveVerifying(arguments: self, host: .current).run() }
}
