import Crypto

/// SHA-256 as hexadecimal text.
enum Digest {
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func of(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    /// The first 16 digits: enough to tell texts of one key apart.
    static func short(of text: String) -> String { String(of(Array(text.utf8)).prefix(16)) }
}
