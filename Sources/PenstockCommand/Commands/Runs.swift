import ArgumentParser

/// `penstock runs`: the ledger; `show` one of its runs, or what `changes` the runs since one have made.
struct Runs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "List the runs of an archive; show one, or what has changed since one.",
        discussion: HelpWording.runs, subcommands: [RunsList.self, RunsShow.self, RunsChanges.self],
        defaultSubcommand: RunsList.self)
}
