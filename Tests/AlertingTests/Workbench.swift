import Foundation

/// A folder of its own for one test.
final class Workbench: Sendable {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("penstock-alerting-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    func folder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        return "\(folder)/\(name)"
    }

    @discardableResult
    func write(_ name: String, _ text: String, mode: Int = 0o644) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }

    /// What a server wrote as N.json, in order.
    func records<Record: Decodable>(_ type: Record.Type, in folder: String) throws -> [Record] {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(self.folder)/\(folder)").filter { $0.hasSuffix(".json") }
        return try names.compactMap { name in Int(name.dropLast(5)).map { ($0, name) } }.sorted { $0.0 < $1.0 }.map { _, name in
            try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: "\(self.folder)/\(folder)/\(name)")))
        }
    }
}
