import ArgumentParser

/// What `accept`, `forget` and `retire` have in common.
struct DecisionArguments: ParsableArguments {
    @OptionGroup(title: "Where") var place: PlaceArguments
    @Option(
        name: .customLong("wait-lock"),
        help: ArgumentHelp("Seconds to wait for another writer. Default: 0.", valueName: "seconds"))
    var waitLock: String?
    @Flag(help: "Print one JSON object.") var json = false
    @Flag(help: "Print nothing when it went well.") var quiet = false
}
