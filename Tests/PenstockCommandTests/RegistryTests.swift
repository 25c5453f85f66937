import Catalog
import PluginKit
import Tabular
import Testing

@testable import PenstockCommand

/// Plugins of one's own beside those of this package: what may not have one name.
@Suite("A command with other plugins")
struct RegistryTests {
    private func source(_ name: String, upstream: String, base: String = "https://a.example") -> ProviderPlugin {
        ProviderPlugin(
            PagedJSON(
                name, "One more", upstream: UpstreamDeclaration(upstream, base: base, delay: 1),
                lists: [
                    .list(
                        Dataset(
                            "things", .entities(nil), "Things.", columns: [Column("id", .text, from: "id")], key: ["id"]
                        ),
                        "/things")
                ]))
    }

    private func message(
        adding: [ProviderPlugin], sinks: [SinkPlugin] = [], removing: [String] = []
    ) -> String {
        do {
            let registry = try Catalog.registry.changed(adding: adding, sinks: sinks, removing: removing)
            return registry.providers.map(\.manifest.name).joined(separator: " ")
        } catch {
            return error.description
        }
    }

    @Test("another is there beside them, and one that is removed is not")
    func changed() {
        #expect(message(adding: [source("mine", upstream: "mine")]).hasSuffix(" mine"))
        #expect(!message(adding: [], removing: ["kalshi", "csv.gz"]).contains("kalshi"))
        #expect(Catalog.registry.clash == nil, "the control")
    }

    @Test("a name that is taken, a place that two mean otherwise, and a name that is not there are said")
    func clashes() {
        #expect(message(adding: [source("kalshi", upstream: "mine")]).contains("Two providers are named 'kalshi'"))
        #expect(message(adding: [source("mine", upstream: "yahoo")]).contains("two places by the upstream 'yahoo'"))
        #expect(message(adding: [], sinks: Catalog.registry.sinks).contains("Two storages are named 'csv'"))
        #expect(message(adding: [], removing: ["kalshy"]).contains("Did you mean 'kalshi'?"))
        #expect(
            message(adding: [source("kalshi", upstream: "mine")], removing: ["kalshi"]).hasSuffix(" kalshi"),
            "one that takes the place of another")
    }
}
