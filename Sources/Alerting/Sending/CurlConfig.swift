/// What curl reads on its standard input (`--config -`). Secrets stand here and nowhere else: arguments and environment can be read by
/// other users of the machine.
struct CurlConfig {
    private(set) var text = ""

    /// An option without a value.
    mutating func set(_ option: String) { text += option + "\n" }

    /// An option with its value, quoted as curl's manual has it.
    mutating func set(_ option: String, _ value: String) {
        var quoted = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": quoted += "\\\\"
            case "\"": quoted += "\\\""
            case "\t": quoted += "\\t"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\u{0B}": quoted += "\\v"
            // Would end the text for curl; no value that reaches this has one.
            case "\0": continue
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        text += "\(option) = \"\(quoted)\"\n"
    }
}
