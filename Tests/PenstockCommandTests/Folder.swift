import Foundation
import TestWorld

/// A temporary directory with files in it, gone afterwards.
enum Folder {
    static func with<Result>(_ files: [String: String] = [:], _ body: (String) async throws -> Result) async throws -> Result {
        let folder = try TemporaryFolder("jobs")
        for (name, text) in files {
            let file = URL(fileURLWithPath: "\(folder.path)/\(name)")
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        defer { withExtendedLifetime(folder) {} }
        return try await body(folder.path)
    }
}
