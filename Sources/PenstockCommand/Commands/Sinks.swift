import ArgumentParser

/// `penstock sinks`
struct Sinks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sinks", abstract: "List the kinds of storage of this build, for --storage.")

    func run() {
        let host = Host.current
        host.console.print(CatalogWording.sinks(host.registry))
    }
}
