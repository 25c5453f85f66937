import ArgumentParser

/// `penstock providers`
struct Providers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "providers", abstract: "List the providers of this build.")

    func run() {
        let host = Host.current
        host.console.print(CatalogWording.providers(host.registry))
    }
}
