/// A unit's name taken apart: the case, and its values with their labels (`_0`, `_1` where there are none).
struct UnitNameParts {
    let name: String
    let values: [(label: String, value: String)]

    init(_ text: String) throws {
        guard let open = text.firstIndex(of: "(") else {
            name = text
            values = []
            return
        }
        guard text.last == ")" else { throw UnitNameParts.malformed(text) }
        name = String(text[..<open])
        let inner = text[text.index(after: open)..<text.index(before: text.endIndex)]
        var values: [(label: String, value: String)] = []
        for (position, part) in inner.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let last = sides.last, let value = PercentEncoding.decode(last) else {
                throw UnitNameParts.malformed(text)
            }
            values.append((sides.count == 2 ? String(sides[0]) : "_\(position)", value))
        }
        self.values = values
    }

    static func malformed(_ text: String) -> PluginError {
        PluginError(
            .plugin, "'\(text)' is not the name of a unit",
            fix: "the archive was written by another version of the plugin")
    }

    /// Percent-encodes what the form itself uses.
    static func escape(_ value: String) -> String {
        guard value.utf8.contains(where: { "(),=%".utf8.contains($0) }) else { return value }
        var escaped = ""
        for scalar in value.unicodeScalars {
            if "(),=%".unicodeScalars.contains(scalar) {
                escaped += PercentEncoding.encode(String(Character(scalar)))
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
