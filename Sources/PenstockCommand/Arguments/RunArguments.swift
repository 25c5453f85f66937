import ArgumentParser

/// Where, how, from whom and how loudly: the same for `backfill` and `update`.
struct RunArguments: ParsableArguments {
    @OptionGroup(title: "Where") var archive: ArchiveArguments
    @OptionGroup(title: "How") var execution: ExecutionArguments
    @OptionGroup(title: "Upstreams") var upstreams: UpstreamArguments
    @OptionGroup(title: "Plugins") var plugins: PluginArguments
    @OptionGroup(title: "Output") var output: OutputArguments
}
