import Foundation
import TestWorld

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
