import Foundation

/// A file of this repository, for tests that hold a document to its word.
enum RepositoryFile {
    static func text(_ path: String, from source: String = #filePath) throws -> String {
        let root = URL(filePath: source).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
    }
}
