package import Host
package import Tabular

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What `archive.json` says: which archive this is, where its record is, and what it is made of.
package struct ArchiveIdentity: Sendable, Hashable, Codable {
    /// Random, the same in `archive.json` and `archive.db`.
    package let id: String
    /// Of the tables and files; an archive of a newer format is refused.
    package var format: Int
    /// Relative to the archive's directory.
    package let database: String
    /// In the order in which they were named. The record's are the truth; `archive.json` follows it.
    package var sinks: [String]
    package let created: Instant

    package init(id: String, format: Int, database: String, sinks: [String], created: Instant) {
        self.id = id
        self.format = format
        self.database = database
        self.sinks = sinks
        self.created = created
    }
}

extension ArchiveIdentity {
    package static let fileName = "archive.json"

    /// nil: there is no such file.
    package static func read(_ disk: FileSystem) throws -> ArchiveIdentity? {
        guard let bytes = try disk.contents(fileName) else { return nil }
        let path = disk.absolute(fileName)
        let data = Data(bytes)
        let decoder = JSONDecoder()
        if let format = try? decoder.decode(Format.self, from: data).format, format > RecordFormat.current {
            throw RecordDatabase.newer(path)
        }
        do {
            return try decoder.decode(ArchiveIdentity.self, from: data)
        } catch {
            throw ArchiveError(
                .wrongRecord, "\(path) cannot be read: it is not what this program writes",
                fix: "put it back from a copy; nothing was changed", path: path,
                cause: error)
        }
    }

    package func write(_ disk: FileSystem) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try disk.replace(ArchiveIdentity.fileName, with: Array(encoder.encode(self)) + [UInt8(ascii: "\n")])
    }

    /// What every format has.
    private struct Format: Decodable {
        let format: Int
    }

    package static func randomID() -> String {
        var generator = SystemRandomNumberGenerator()
        return Hexadecimal.text(of: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
}

/// Where an archive's one database is: in its directory, or in a file that was named at its birth.
package enum DatabasePlace {
    /// The database of an archive that is there, absolute; nil when there is none, or its `archive.json` cannot be
    /// read.
    package static func path(ofArchiveAt directory: String) -> String? {
        let disk = FileSystem(root: HostPath.resolve(directory))
        guard let identity = try? ArchiveIdentity.read(disk) else { return nil }
        return HostPath.standard(disk.absolute(identity.database))
    }
}
