import Orchestrator
import PluginKit
import Tabular

/// Reads a source from its file. The parts are those of ``PluginKit/PagedJSON`` and ``PluginKit/PagedCSV`` under the
/// same names; everything in it is known or refused, with its line.
struct SourceReader {
    let root: FileEntry
    /// Of the file, and of the source unless it says another.
    let name: String

    func plugin(origin: String) throws -> ProviderPlugin {
        let parts = try EntryParts(
            root,
            [
                "name", "summary", "upstream", "delay", "headers", "query", "format", "missing", "delimiter", "noun",
                "archive",
                "needs-start-date", "datasets", "lists", "series",
            ], example: "summary: Daily rates")
        let name = try parts["name"]?.text("rates") ?? name
        guard name.wholeMatch(of: /[a-z][a-z0-9-]{0,39}/) != nil else {
            throw (parts["name"] ?? root).failure(
                "'\(name)' cannot be a source's name", fix: "lower-case letters, digits and dashes, such as fred")
        }
        var datasets: [String: Dataset] = [:]
        for (key, entry) in try parts.required("datasets").members("trades:") {
            datasets[key] = try DatasetReader(entry: entry, name: key).dataset()
        }
        let reader = EndpointReader(datasets: datasets)
        let lists = try parts["lists"].map { try $0.items().map(reader.list) } ?? []
        let series = try parts["series"].map { try $0.items().map(reader.series) } ?? []
        let upstream = UpstreamDeclaration(
            name, base: try address(parts.required("upstream")),
            headers: try parts["headers"]?.secrets() ?? [:], query: try parts["query"]?.secrets() ?? [:],
            delay: try parts["delay"]?.number("1") ?? 1)
        let noun = try parts["noun"].map { entry in
            let words = try entry.texts("[series, series]")
            guard words.count == 2 else {
                throw entry.failure("two words: of one, and of several", fix: "[gauge, gauges]")
            }
            return ProviderManifest.Noun(words[0], words[1])
        }
        let (summary, archive) = (
            try parts.required("summary").text("Daily rates"), try parts["archive"]?.text("data/x")
        )
        let needsStart = try parts["needs-start-date"]?.isOn() ?? false
        var plugin: ProviderPlugin
        switch try parts["format"]?.text("json") ?? "json" {
        case "json":
            for key in ["missing", "delimiter"] {
                if let entry = parts[key] { throw entry.failure("it is of the format csv", fix: "leave it away") }
            }
            plugin = ProviderPlugin(
                PagedJSON(
                    name, summary, upstream: upstream, lists: lists, series: series, noun: noun, archive: archive,
                    needsStartDate: needsStart))
        case "csv":
            let delimiter = try parts["delimiter"]?.text(",") ?? ","
            if delimiter.count != 1 {
                throw (parts["delimiter"] ?? root).failure("this has to be one character", fix: "such as \";\"")
            }
            plugin = ProviderPlugin(
                PagedCSV(
                    name, summary, upstream: upstream, lists: lists, series: series,
                    missing: try parts["missing"].map { Set(try $0.words()) } ?? [""],
                    delimiter: delimiter.first ?? ",", noun: noun, archive: archive, needsStartDate: needsStart))
        case let other:
            throw (parts["format"] ?? root).failure("'\(other)' is no format", fix: "json or csv")
        }
        plugin.origin = origin
        return plugin
    }

    private func address(_ entry: FileEntry) throws -> String {
        let text = try entry.text("https://api.example.com/v1")
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.hasSuffix("/") else {
            throw entry.failure(
                "this has to be the address that all requests begin with, without a slash at its end",
                fix: "such as https://api.example.com/v1")
        }
        return text
    }
}
