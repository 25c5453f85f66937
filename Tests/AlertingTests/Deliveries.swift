import Foundation
import Synchronization
import TestWorld
import Testing

/// What the tests of deliveries share: servers that stand for those of mail and of the web, what these have written
/// down, and pauses that nobody makes.
extension PythonServer {
    /// A server of Support/.
    convenience init(_ python: TestProgram?, _ script: String, _ arguments: [String]) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Support/\(script)"
        ).path
        try self.init(python: try #require(python), script: file, arguments)
    }
}

/// Reads what a fake server of Support/ has written down of its requests.
extension TemporaryFolder {
    /// What a server wrote as N.json, in order.
    func records<Record: Decodable>(_ type: Record.Type, in folder: String) throws -> [Record] {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").filter {
            $0.hasSuffix(".json")
        }
        return try names.compactMap { name in Int(name.dropLast(5)).map { ($0, name) } }.sorted { $0.0 < $1.0 }.map {
            _, name in
            try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: "\(path)/\(folder)/\(name)")))
        }
    }
}

/// The pauses that were asked for, none of which was made.
final class PauseLog: Sendable {
    private let pauses = Mutex<[Duration]>([])

    var all: [Duration] { pauses.withLock { $0 } }
    func note(_ pause: Duration) { pauses.withLock { $0.append(pause) } }
}
