/// The beginning of what an upstream said, fit for a log: one printable line.
enum Excerpt {
    static let longest = 160

    static func line(_ bytes: [UInt8]) -> String {
        let head = bytes.prefix(longest * 4)
        guard !head.contains(0) else { return "\(bytes.count) bytes that are no text" }
        return line(String(decoding: head, as: UTF8.self))
    }

    static func line(_ text: String) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
                .spaceSeparator:
                if !result.isEmpty, result.last != " " { result.append(" ") }
            default:
                result.unicodeScalars.append(scalar)
                count += 1
            }
            if count == longest { return result + "..." }
        }
        if result.last == " " { result.removeLast() }
        return result
    }
}
