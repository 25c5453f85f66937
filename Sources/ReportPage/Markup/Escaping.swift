import Words

/// Makes text from outside harmless, between tags and in quoted attributes alike; what would not be seen is named.
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
            case _ where Invisible.contains(scalar): result += name(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func needsCare(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "&", "<", ">", "\"", "'": true
        case "\n", "\t": false
        default: Invisible.contains(scalar)
        }
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        "[U+\(String(scalar.value, radix: 16, uppercase: true).aligned(4, with: "0"))]"
    }
}
