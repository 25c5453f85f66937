import Tabular

/// JSON as this command writes it: members in their order, numbers without a locale.
indirect enum JSONOutput: Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONOutput])
    case object([Member])

    struct Member: Equatable {
        let name: String
        let value: JSONOutput

        init(_ name: String, _ value: JSONOutput) {
            self.name = name
            self.value = value
        }
    }

    static func text(_ text: String?) -> JSONOutput { text.map(JSONOutput.string) ?? .null }
    static func instant(_ instant: Instant?) -> JSONOutput { text(instant?.description) }
    static func strings(_ texts: [String]) -> JSONOutput { .array(texts.map(JSONOutput.string)) }

    /// Two spaces a level; empty lists and objects on one line.
    var text: String {
        var output = ""
        append(to: &output, indent: "")
        return output
    }

    private func append(to output: inout String, indent: String) {
        switch self {
        case .null: output += "null"
        case .bool(let flag): output += flag ? "true" : "false"
        case .integer(let number): output += String(number)
        case .number(let number): output += number.isFinite ? String(describing: number) : "null"
        case .string(let text): Self.append(text, to: &output)
        case .array(let values):
            guard !values.isEmpty else {
                output += "[]"
                return
            }
            Self.block("[", values, "]", to: &output, indent: indent) { $0.append(to: &$1, indent: $2) }
        case .object(let members):
            guard !members.isEmpty else {
                output += "{}"
                return
            }
            Self.block("{", members, "}", to: &output, indent: indent) { member, output, indent in
                Self.append(member.name, to: &output)
                output += ": "
                member.value.append(to: &output, indent: indent)
            }
        }
    }

    private static func block<Element>(
        _ open: String, _ elements: [Element], _ close: String, to output: inout String, indent: String,
        _ body: (Element, inout String, String) -> Void
    ) {
        output += open
        for (index, element) in elements.enumerated() {
            output += (index == 0 ? "\n" : ",\n") + indent + "  "
            body(element, &output, indent + "  ")
        }
        output += "\n" + indent + close
    }

    private static func append(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
