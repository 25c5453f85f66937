import Foundation

/// What must be the same in an archive however often its runs were cut short: the bytes of its files (of gzip what is inside), and what
/// its record says of units, coverage, files and answers. Runs, counts and moments are not in it.
struct ArchiveContents: Sendable, Hashable {
    /// By what it is the value of.
    private(set) var facts: [String: String] = [:]

    /// Files that say something else in every archive or after every run.
    private static let own: Set<String> = [
        "archive.db", "archive.db-wal", "archive.lock", "update_summary.csv",
    ]
    /// Where the phases keep their archive.
    static let path = "data/historical"

    /// Of a command's home folder.
    init(reading home: String) throws {
        for (name, bytes) in try FolderImage(reading: home).files where !name.hasPrefix("data/logs/") {
            let isInside = name.hasPrefix(Self.path + "/")
            let inner = isInside ? String(name.dropFirst(Self.path.count + 1)) : name
            if isInside && Self.own.contains(inner) { continue }
            if inner == "archive.json" {
                facts["file archive.json"] = "there"
            } else if inner.hasSuffix(".gz") {
                let text = try? GzipText.inflate(home + "/" + name)
                facts["file \(inner)"] = text.map { String(decoding: $0, as: UTF8.self) } ?? "no whole gzip"
            } else {
                facts["file \(inner)"] = String(decoding: bytes, as: UTF8.self)
            }
        }
        let archive = home + "/" + Self.path
        guard FileManager.default.fileExists(atPath: archive + "/archive.db") else { return }
        for (name, text) in try RecordContents(reading: archive).facts { facts[name] = text }
    }

    /// What is not as in the reference, a line each.
    func differences(from reference: ArchiveContents) -> [String] {
        Set(facts.keys).union(reference.facts.keys).sorted().compactMap { name in
            let (found, wanted) = (facts[name], reference.facts[name])
            guard found != wanted else { return nil }
            guard let found else { return "\(name) is missing" }
            guard let wanted else { return "\(name) should not be there" }
            let lines = (found.split(separator: "\n"), wanted.split(separator: "\n"))
            let extra = Set(lines.0).subtracting(lines.1).sorted().first.map { "has \"\($0.prefix(160))\"" }
            let lost = Set(lines.1).subtracting(lines.0).sorted().first.map { "lacks \"\($0.prefix(160))\"" }
            return "\(name) \([extra, lost].compactMap { $0 }.joined(separator: ", ")) (\(lines.0.count) lines of \(lines.1.count))"
        }
    }
}
