import PluginKit

extension Suggestion {
    /// `; did you mean yahoo? Known: gamma, yahoo`, for the end of a message.
    static func clause(for name: String, among known: some Sequence<String>) -> String {
        let known = known.sorted()
        let list = known.isEmpty ? "" : " Known: " + known.joined(separator: ", ")
        guard let nearest = nearest(to: name, among: known) else { return list.isEmpty ? "" : "." + list }
        return "; did you mean \(nearest)?" + list
    }
}
