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
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
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
