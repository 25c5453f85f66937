import Catalog
import Foundation
import PluginKit
import Testing

/// Plugins/, Package.swift's list of plugins and the catalog's literal name the same plugins.
@Suite("Plugins/, the manifest's list and the catalog")
struct DriftTests {
    /// Folders under Plugins/ with sources in them.
    private static func folders() throws -> Set<String> {
        let plugins = Checkout.root.appendingPathComponent("Plugins")
        return Set(
            try FileManager.default.contentsOfDirectory(atPath: plugins.path).filter { name in
                FileManager.default.enumerator(atPath: plugins.appendingPathComponent(name).path)?.contains {
                    "\($0)".hasSuffix(".swift")
                }
                    ?? false
            })
    }

    @Test("every folder is in the manifest's plugin list, and nothing else")
    func manifest() throws {
        let list = try #require(
            try Checkout.text("Package.swift").split(separator: "let plugins").dropFirst().first?.split(
                separator: "\n]"
            )
            .first)
        let names = list.matches(of: /\("([A-Za-z0-9]+)",/).map { String($0.1) }
        #expect(Set(names) == (try Self.folders()))
        #expect(names.count == Set(names).count)
    }

    @Test("every folder is imported and registered by the catalog, and nothing else")
    func catalog() throws {
        let text = try Checkout.text("Sources/Catalog/Catalog.swift")
        let imports = text.matches(of: /import ([A-Za-z0-9]+)/).map { String($0.1) }.filter { $0 != "PluginKit" }
        #expect(Set(imports) == (try Self.folders()))
        // A type of a provider or of a sink, or a value in lower case.
        let registered = text.matches(of: /(?m)^ +(?:ProviderPlugin\(.*|SinkPlugin\(.*|[a-z]+),$/).count
        #expect(registered == imports.count)
        #expect(Catalog.registry.providers.count + Catalog.registry.sinks.count == registered)
    }

    @Test("sources that are values are as short as docs/writing-a-provider.md says")
    func lengths() throws {
        for (path, most) in [("Plugins/Manifold/Manifold.swift", 60), ("Plugins/FRED/FRED.swift", 25)] {
            let lines = try Checkout.text(path).split(separator: "\n", omittingEmptySubsequences: false).count - 1
            #expect(lines <= most, "\(path): \(lines)")
        }
    }

    @Test("no two plugins, and no two upstreams that differ, have one name")
    func names() {
        let providers = Catalog.registry.providers.map(\.manifest)
        #expect(Set(providers.map(\.name)).count == providers.count)
        #expect(Set(Catalog.registry.sinks.map(\.manifest.name)).count == Catalog.registry.sinks.count)
        let upstreams = providers.flatMap(\.upstreams)
        for upstream in upstreams { #expect(upstreams.allSatisfy { $0.name != upstream.name || $0 == upstream }) }
        for provider in providers { #expect(Set(provider.datasets.map(\.name)).count == provider.datasets.count) }
    }
}
