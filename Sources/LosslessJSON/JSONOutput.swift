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

    package static func strings(_ texts: [String]) -> JSONOutput { .array(texts.map(JSONOutput.string)) }

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
