import ArgumentParser

/// `penstock manual`: the man page as roff; scripts/stage calls it.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the man page (roff).", shouldDisplay: false)

    func run() {
        Host.current.console.emit(ManualPage().text)
    }
}
