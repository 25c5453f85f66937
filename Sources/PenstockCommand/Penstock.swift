import Catalog
import Host
import Orchestrator
public import PluginKit
import Words

/// The command, for a program of your own: with the plugins of this package, others besides, or without some.
///
/// ```swift
/// import PenstockCommand
///
/// await Penstock.main(adding: [tides])
/// ```
public enum Penstock {
    /// Does what the arguments of the process say, and ends it with the exit code that it means.
    ///
    /// A name that two plugins share (of a provider, of an upstream that is not the same, of a storage), and one to
    /// remove that there is not, end it with 78 before anything is done.
    ///
    /// - Parameters:
    ///   - providers: besides those of this package.
    ///   - sinks: the same of storages.
    ///   - names: of providers and storages of this package that are left out.
    public static func main(
        adding providers: [ProviderPlugin] = [], sinks: [SinkPlugin] = [], removing names: [String] = []
    ) async -> Never {
        ProcessMemory.shareHeap()
        Signals.ignoreBrokenPipes()
        var host = PenstockCommand.Host.current
        if !providers.isEmpty || !sinks.isEmpty || !names.isEmpty {
            do {
                let registry = try Catalog.registry.changed(adding: providers, sinks: sinks, removing: names)
                host.plugins = { registry }
            } catch {
                host.console.say(UsageWording.error(RunFailure(.configuration, error.message, fix: error.fix)))
                exitProcess(Orchestrator.ExitCode.configuration.number)
            }
        }
        exitProcess(await PenstockTool.run(Array(CommandLine.arguments.dropFirst()), on: host))
    }
}

extension Registry {
    /// With other plugins. Throws `PluginError.plugin` for a name that is taken, `.usage` for one that is not there.
    func changed(adding more: [ProviderPlugin], sinks moreSinks: [SinkPlugin], removing names: [String])
        throws(PluginError) -> Registry
    {
        let known = providers.map(\.manifest.name) + sinks.map(\.manifest.name)
        for name in names where !known.contains(name) {
            let near = Suggestion.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
            throw .usage(
                "There is no plugin \(TypedName.quoted(name)) to remove",
                fix: near ?? "there are: \(known.joined(separator: ", "))")
        }
        let registry = Registry(
            providers: providers.filter { !names.contains($0.manifest.name) } + more,
            sinks: sinks.filter { !names.contains($0.manifest.name) } + moreSinks)
        if let clash = registry.clash {
            throw PluginError(.plugin, clash, fix: "rename one of them, or leave one out with removing:")
        }
        return registry
    }

    /// What two of its plugins share and may not; nil: nothing.
    var clash: String? {
        func twice(_ names: [String]) -> String? {
            var seen: Set<String> = []
            return names.first { !seen.insert($0).inserted }
        }
        if let name = twice(providers.map(\.manifest.name)) { return "Two providers are named '\(name)'" }
        if let name = twice(sinks.map(\.manifest.name)) { return "Two storages are named '\(name)'" }
        for provider in providers.map(\.manifest) {
            if let name = twice(provider.datasets.map(\.name)) {
                return "Two datasets of \(provider.name) are named '\(name)'"
            }
        }
        var upstreams: [String: (UpstreamDeclaration, provider: String)] = [:]
        for (provider, upstream) in providers.flatMap({ plugin in
            plugin.manifest.upstreams.map { (plugin.manifest.name, $0) }
        }) {
            if let (other, owner) = upstreams[upstream.name], other != upstream {
                return "\(owner) and \(provider) mean two places by the upstream '\(upstream.name)'"
            }
            upstreams[upstream.name] = (upstream, provider)
        }
        return nil
    }
}
