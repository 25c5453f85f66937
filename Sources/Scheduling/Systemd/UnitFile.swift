/// The settings of a unit file, in order; enough to look at one.
struct UnitFile {
    struct Setting {
        let section: String
        let key: String
        let value: String
        /// From 1.
        let line: Int
    }

    let settings: [Setting]

    init(_ text: String) {
        var section = ""
        var settings: [Setting] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("["), line.hasSuffix("]") { section = String(line.dropFirst().dropLast()) }
            guard !line.hasPrefix("#"), !line.hasPrefix(";"), let equals = line.firstIndex(of: "=") else { continue }
            settings.append(
                Setting(
                    section: section, key: String(line[..<equals]), value: String(line[line.index(after: equals)...]),
                    line: number + 1)
            )
        }
        self.settings = settings
    }

    func values(_ key: String) -> [String] { settings.filter { $0.key == key }.map(\.value) }

    func value(_ key: String) -> String? { values(key).last }
}
