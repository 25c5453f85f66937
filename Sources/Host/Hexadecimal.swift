import Words

/// Hexadecimal digits, of bytes and of numbers.
package enum Hexadecimal {
    /// Lower case, two for each byte.
    package static func text(of bytes: some Collection<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[index * 2] = digits[Int(byte >> 4)]
                text[index * 2 + 1] = digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    /// At least so many digits, with zeros before them.
    package static func digits(_ number: some BinaryInteger, width: Int, uppercase: Bool = false) -> String {
        String(number, radix: 16, uppercase: uppercase).aligned(width, with: "0")
    }
}
