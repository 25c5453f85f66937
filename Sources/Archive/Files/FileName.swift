/// Names of units as names of files and directories: reversible, of `[A-Za-z0-9._-]` only, unequal even where case is
/// ignored, and none that Windows keeps for itself.
///
/// Upper case is the rule and stands as it is: `BRK.B`. `_` before a letter changes the case from there on: `brk.b` is
/// `_brk.b`, `Brk` is `B_rk`. `_` and three digits is a byte: `^GSPC` is `_094GSPC`. An empty name is `_`.
package enum FileName {
    /// The longest that is made; file systems take 255 bytes, and extensions follow.
    package static let maximumLength = 200

    package static func encode(_ name: String) -> String {
        let bytes = Array(name.utf8)
        guard !bytes.isEmpty else { return "_" }
        let isReserved = isReserved(name)
        var output: [UInt8] = []
        var isLower = false
        for (index, byte) in bytes.enumerated() {
            if index == 0 && isReserved {
                escape(byte, to: &output)
                continue
            }
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                if (byte >= UInt8(ascii: "a")) != isLower {
                    output.append(UInt8(ascii: "_"))
                    isLower.toggle()
                }
                output.append(byte)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                output.append(byte)
            case UInt8(ascii: "."), UInt8(ascii: "-"):
                // A point or dash at the beginning hides the file or looks like an option; a point at the end is
                // dropped by Windows.
                let isAtEdge = index == 0 || (index == bytes.count - 1 && byte == UInt8(ascii: "."))
                if isAtEdge { escape(byte, to: &output) } else { output.append(byte) }
            default:
                escape(byte, to: &output)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The name that `encode` was given; nil for text that `encode` does not make. The case of letters is not looked
    /// at.
    package static func decode(_ text: some StringProtocol) -> String? {
        guard text != "_" else { return "" }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var isLower = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "_") {
                guard index + 1 < bytes.count else { return nil }
                if isDigit(bytes[index + 1]) {
                    guard index + 3 < bytes.count, bytes[index + 1...index + 3].allSatisfy(isDigit) else { return nil }
                    let value = bytes[index + 1...index + 3].reduce(0) { $0 * 10 + Int($1 - 48) }
                    guard value < 256 else { return nil }
                    output.append(UInt8(value))
                    index += 4
                    continue
                }
                isLower.toggle()
            } else if let letter = upperCase(byte) {
                output.append(isLower ? letter + 32 : letter)
            } else {
                output.append(byte)
            }
            index += 1
        }
        guard let name = String(validating: output, as: UTF8.self),
            encode(name).utf8.elementsEqual(text.utf8, by: isSameIgnoringCase)
        else { return nil }
        return name
    }

    private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(contentsOf: [UInt8(ascii: "_"), 48 + byte / 100, 48 + byte / 10 % 10, 48 + byte % 10])
    }

    /// `CON`, `COM1.TXT`: a device on Windows, whatever follows the first point. In lower or mixed case the `_` makes
    /// it another name.
    private static func isReserved(_ name: String) -> Bool {
        let stem = name.prefix { $0 != "." }
        if ["CON", "PRN", "AUX", "NUL"].contains(String(stem)) { return true }
        guard stem.count == 4, stem.hasPrefix("COM") || stem.hasPrefix("LPT") else { return false }
        return stem.last?.isASCII == true && stem.last?.isWholeNumber == true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static func upperCase(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
        default: nil
        }
    }

    private static func isSameIgnoringCase(_ left: UInt8, _ right: UInt8) -> Bool {
        left == right || (upperCase(left) != nil && upperCase(left) == upperCase(right))
    }
}
