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
