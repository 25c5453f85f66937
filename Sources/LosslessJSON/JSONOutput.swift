/// JSON to be written: members in their order, numbers without a locale.
package indirect enum JSONOutput: Equatable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    /// Null where it is not finite.
    case number(Double)
    case string(String)
    case array([JSONOutput])
    case object([Member])

    package struct Member: Equatable, Sendable {
        package let name: String
        package let value: JSONOutput

        package init(_ name: String, _ value: JSONOutput) {
            self.name = name
            self.value = value
        }
    }

    /// Null where there is none.
    package static func text(_ text: String?) -> JSONOutput { text.map(JSONOutput.string) ?? .null }

    /// Two spaces a level; empty lists and objects on one line.
    package var text: String { text(.pretty) }

    package func text(_ style: JSONStyle) -> String {
        var output = ""
        append(to: &output, style, indent: "\n")
        return output
    }

    private func append(to output: inout String, _ style: JSONStyle, indent: String) {
        switch self {
        case .null: output += "null"
        case .bool(let flag): output += flag ? "true" : "false"
        case .integer(let number): output += String(number)
        case .number(let number): output += number.isFinite ? String(describing: number) : "null"
        case .string(let text): style.append(text, to: &output)
        case .array(let values):
            Self.block("[", values, "]", to: &output, style, indent: indent) { $0.append(to: &$1, style, indent: $2) }
        case .object(let members):
            Self.block("{", members, "}", to: &output, style, indent: indent) { member, output, indent in
                style.append(member.name, to: &output)
                output += style.colon
                member.value.append(to: &output, style, indent: indent)
            }
        }
    }

    private static func block<Element>(
        _ open: String, _ elements: [Element], _ close: String, to output: inout String, _ style: JSONStyle,
        indent: String,
        _ body: (Element, inout String, String) -> Void
    ) {
        output += open
        let inner = indent + "  "
        for (index, element) in elements.enumerated() {
            if index > 0 { output += style.comma }
            if style.isIndented { output += inner }
            body(element, &output, inner)
        }
        if style.isIndented, !elements.isEmpty { output += indent }
        output += close
    }
}

/// How JSON is laid out, and which characters of a text are escapes.
package struct JSONStyle: Sendable {
    let isIndented: Bool
    let colon: String
    let comma: String
    /// Everything but the printable characters of ASCII is an escape, so that no later step can misread it.
    let isASCII: Bool

    /// An element a line: what a person reads.
    package static let pretty = JSONStyle(isIndented: true, colon: ": ", comma: ",", isASCII: false)
    /// `{"a": 1, "b": 2}`: a line that a person reads.
    package static let spaced = JSONStyle(isIndented: false, colon: ": ", comma: ", ", isASCII: false)
    /// `{"a":1,"b":2}`: a line of a file.
    package static let compact = JSONStyle(isIndented: false, colon: ":", comma: ",", isASCII: false)
    /// The same of ASCII only: the body of a request.
    package static let ascii = JSONStyle(isIndented: false, colon: ":", comma: ",", isASCII: true)

    func append(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r" where !isASCII: output += "\\r"
            case "\t" where !isASCII: output += "\\t"
            case _ where scalar.value < 0x20 || isASCII && scalar.value > 0x7E:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
