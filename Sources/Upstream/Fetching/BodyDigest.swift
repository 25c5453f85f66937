import Crypto

/// The name of a body: SHA-256 in lower-case hexadecimal.
enum BodyDigest {
    static func sha256(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 64) { text in
            var index = 0
            for byte in bytes.withUnsafeBytes({ SHA256.hash(data: $0) }) {
                text[index] = digits[Int(byte >> 4)]
                text[index + 1] = digits[Int(byte & 15)]
                index += 2
            }
            return index
        }
    }
}
