import ArgumentParser

/// `penstock backup DEST [PROVIDER]`: a consistent copy of an archive, also while a run is on.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy an archive as it is at one moment, also while a run is on.",
        discussion: HelpWording.backup)

    @Argument(
        help: ArgumentHelp("A directory that does not exist or is empty.", valueName: "dest"), completion: .directory)
    var destination: String
    @OptionGroup var providers: ProviderArguments
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(
        name: .customLong("wait-lock"),
        help: ArgumentHelp(
            "Seconds to wait for a run that rewrites files faster than they are copied. Default: 0.",
            valueName: "seconds"))
    var waitLock: String?
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing when it went well.") var quiet = false

    func run() throws { try ArchiveBackup(arguments: self, host: .current).run() }
}
