import Foundation
import TestWorld
import Testing

/// Starts the servers of Support/ that stand for those of mail and of the web.
extension PythonServer {
    /// A server of Support/.
    convenience init(_ python: TestProgram?, _ script: String, _ arguments: [String]) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Support/\(script)"
        ).path
        try self.init(python: try #require(python), script: file, arguments)
    }
}
