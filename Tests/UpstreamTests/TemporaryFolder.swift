import Foundation

/// A folder with the given files, gone afterwards.
enum TemporaryFolder {
    static func with<Result>(_ files: [String: String], _ body: (String) async throws -> Result) async rethrows -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "penstock-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            let file = folder.appending(path: name)
            try? FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? Data(text.utf8).write(to: file)
        }
        return try await body(folder.path(percentEncoded: false))
    }
}
