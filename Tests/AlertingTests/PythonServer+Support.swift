import Foundation
import Programs
import TestWorld
import Testing

extension PythonServer {
    /// A server of Support/.
    convenience init(_ python: Program?, _ script: String, _ arguments: [String]) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Support/\(script)").path
        try self.init(python: try #require(python).path, script: file, arguments)
    }
}
