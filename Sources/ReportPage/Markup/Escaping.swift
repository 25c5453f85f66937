/// Makes text from outside harmless, between tags and in quoted attributes alike.
enum Escaping {
    static func append(_ text: String, to result: inout String) {
        guard text.unicodeScalars.contains(where: needsCare) else {
            result += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where isHidden(scalar): result += name(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func needsCare(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "&", "<", ">", "\"", "'": true
        default: isHidden(scalar)
        }
    }

    /// What would not be seen, or would change how the rest is seen: it is named instead.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0x09, 0x0A: false
        // Control characters, the soft hyphen.
        case 0...0x1F, 0x7F...0x9F, 0xAD: true
        case ..<0x61C: false
        // Marks of direction, overrides, isolates; separators of lines and paragraphs; characters of no width.
        case 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        // Tags, and numbers that are no characters.
        case 0xE0000...0xE007F, 0xFDD0...0xFDEF: true
        case let value: value & 0xFFFE == 0xFFFE
        }
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
    }
}
