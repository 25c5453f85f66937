package import Host

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

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
