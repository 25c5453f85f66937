import Foundation

/// Answers of Polymarket that others recorded.
enum RecordedAnswer {
    /// `PENSTOCK_SHARED`, or `shared` beside the package.
    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["PENSTOCK_SHARED"] { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../shared").standardizedFileURL
    }()

    private static let recorded = folder.appendingPathComponent("upstreams/recorded/polymarket")

    static let areThere: Bool = {
        let found = FileManager.default.fileExists(atPath: recorded.path)
        if !found {
            print("skipped: there are no recorded answers at \(recorded.path) (PENSTOCK_SHARED names the folder)")
        }
        return found
    }()

    static func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: recorded.path) }

    static func text(_ file: String) throws -> String {
        try String(contentsOf: recorded.appendingPathComponent(file), encoding: .utf8)
    }

    /// As Foundation reads it.
    static func json(_ file: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text(file).utf8)) }
}
