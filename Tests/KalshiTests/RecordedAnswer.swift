import Foundation
import LosslessJSON

/// A recorded answer of Kalshi, byte for byte as it came: some are wrapped in a note about how they were recorded.
struct RecordedAnswer {
    /// `PENSTOCK_SHARED`, or `shared` beside the package.
    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["PENSTOCK_SHARED"] { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared").standardizedFileURL
    }()

    private static var recorded: URL { folder.appendingPathComponent("upstreams/recorded/kalshi") }

    static let areThere: Bool = {
        let found = FileManager.default.fileExists(atPath: recorded.path)
        if !found {
            print("skipped: there are no recorded answers at \(recorded.path) (PENSTOCK_SHARED names the folder)")
        }
        return found
    }()

    static func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: recorded.path) }

    /// What Kalshi sent.
    let json: JSONValue

    init(_ file: String) throws {
        let root = try JSONDocument(Array(Data(contentsOf: RecordedAnswer.recorded.appendingPathComponent(file)))).root
        json = root["response"] ?? root
    }

    var body: String { json.rawText }

    /// The rows at a path of members.
    func elements(_ path: String) throws -> [JSONValue] {
        var value = json
        for name in path.split(separator: ".") { value = try value.member(String(name)) }
        return try value.elements.map { $0 }
    }
}
