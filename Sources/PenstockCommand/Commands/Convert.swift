import ArgumentParser

/// `penstock convert [PROVIDER] --add | --drop | --to`: changes what an archive is kept as.
struct Convert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Add or drop a storage of an archive, or copy it to another directory and storage.",
        discussion: HelpWording.convert)

    @OptionGroup var providers: ProviderArguments
    @Option(
        help: ArgumentHelp("Fill this storage from one that is there, and keep it from now on.", valueName: "sqlite"))
    var add: String?
    @Option(help: ArgumentHelp("Take this storage away, with its files or tables.", valueName: "csv")) var drop: String?
    @Option(help: ArgumentHelp("Make another archive in this directory.", valueName: "dir"), completion: .directory)
    var to: String?
    @Option(
        help: ArgumentHelp("With --to: what the other archive is kept as, separated by commas.", valueName: "csv.gz"))
    var storage: String?
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(
        name: .customLong("wait-lock"),
        help: ArgumentHelp("Seconds to wait for another writer. Default: 0.", valueName: "seconds"))
    var waitLock: String?
    @OptionGroup(title: "Plugins") var plugins: PluginArguments
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing when it went well.") var quiet = false

    func run() async throws { try ArchiveConverting(arguments: self, host: .current).run() }
}
