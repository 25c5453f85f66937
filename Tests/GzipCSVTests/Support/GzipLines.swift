@testable import GzipCSV

/// Members of any text, also of one that the format would not write.
enum GzipLines {
    static func member(_ text: String) throws -> [UInt8] { try GzipMember.bytes(of: Array(text.utf8)[...], level: 6) }
}
