import Words

/// A piece of HTML. What is written in a literal stands as it is; every text that is put into one is escaped: a page
/// cannot forget it.
struct Markup: ExpressibleByStringInterpolation, Sendable, Equatable {
    private(set) var text: String

    init(stringLiteral text: String) {
        self.text = text
    }

    init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    /// A text that is part of the program.
    init(trusted text: String) {
        self.text = text
    }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ text: String) { Escaping.append(text, to: &self.text) }
        mutating func appendInterpolation(_ number: some BinaryInteger) { text += String(number) }
        mutating func appendInterpolation(_ markup: Markup?) { text += markup?.text ?? "" }
        mutating func appendInterpolation(_ lines: [Markup]) {
            for (index, line) in lines.enumerated() {
                if index > 0 { text += "\n" }
                text += line.text
            }
        }
    }

    static func += (a: inout Markup, b: Markup) { a.text += b.text }
}

/// Makes text from outside harmless, between tags and in quoted attributes alike; what would not be seen is named.
private enum Escaping {
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
