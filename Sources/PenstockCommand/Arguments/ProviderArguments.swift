import ArgumentParser

/// The providers of a job.
struct ProviderArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("Providers by name; see `penstock providers`.", valueName: "provider"))
    var positional: [String] = []

    @Option(name: .customLong("provider"), help: ArgumentHelp("The same, separated by commas.", valueName: "a,b"))
    var listed: String?

    /// All that were named, each once, in order.
    var names: [String] {
        var names: [String] = []
        for name in positional + SettingText.list(listed ?? "") where !names.contains(name) { names.append(name) }
        return names
    }
}
