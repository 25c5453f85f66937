import ArgumentParser

/// `penstock alert test|failed`.
struct Alert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert", abstract: "Try the channels that alerts go to.", discussion: HelpWording.alert,
        subcommands: [AlertTest.self, AlertFailed.self])
}
