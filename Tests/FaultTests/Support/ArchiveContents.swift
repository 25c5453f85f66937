import Foundation

/// What must be the same in an archive however often its runs were cut short: the bytes of its files (of gzip what is
/// inside), and what its record says of units, coverage, files and answers. Runs, counts and moments are not in it.
struct ArchiveContents: Sendable, Hashable {
    /// By what it is the value of.
    private(set) var facts: [String: String] = [:]

    /// Files that say something else in every archive or after every run.
    private static let own: Set<String> = [
        "archive.db", "archive.db-wal", "archive.lock", "update_summary.csv",
    ]
    /// Where the phases keep their archive; a conversion makes another beside it.
    static let path = "data/historical"

    /// Of a command's home folder.
    init(reading home: String) throws {
        let image = try FolderImage(reading: home)
        let archives = image.folders.filter { folder in
            ["archive.json", "archive.db"].contains { image.files["\(folder)/\($0)"] != nil }
        }
        for (name, bytes) in image.files where !name.hasPrefix("data/logs/") {
            let archive = archives.union([Self.path]).first { name.hasPrefix($0 + "/") }
            let inner = archive.map { String(name.dropFirst($0.count + 1)) } ?? name
            if archive != nil && Self.own.contains(inner) { continue }
            let place = (archive.map(Self.prefix) ?? "") + "file \(inner)"
            if inner == "archive.json" {
                facts[place] = Self.withoutIdentity(bytes)
            } else if inner.hasSuffix(".gz") {
                let text = try? GzipText.inflate(home + "/" + name)
                facts[place] = text.map { String(decoding: $0, as: UTF8.self) } ?? "no whole gzip"
            } else {
                facts[place] = String(decoding: bytes, as: UTF8.self)
            }
        }
        for archive in archives where image.files[archive + "/archive.db"] != nil {
            for (name, text) in try RecordContents(reading: home + "/" + archive).facts {
                facts[Self.prefix(archive) + name] = text
            }
        }
    }

    private static func prefix(_ archive: String) -> String { archive == path ? "" : archive + ": " }

    /// The lines of `archive.json` but for the id and the birth, which are others in every archive.
    private static func withoutIdentity(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter {
            !$0.contains("\"id\"") && !$0.contains("\"created\"")
        }
        .joined(separator: "\n")
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
            return
                """
                \(name) \([extra, lost].compactMap { $0 }.joined(separator: ", ")) (\(lines.0.count) lines of \
                \(lines.1.count))
                """
        }
    }
}
