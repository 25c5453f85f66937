import Host

/// Text as quoted-printable (RFC 2045): lines end with CR LF and have at most 76 characters.
enum QuotedPrintable {
    static func text(of lines: [String]) -> String {
        lines.map(line).joined(separator: "\r\n")
    }

    private static func line(_ text: String) -> String {
        var output: [UInt8] = []
        var column = 0
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "=") || byte == 0x20 && !isLast
            // One place is left for the mark of a line that goes on.
            if column + (isPlain ? 1 : 3) > 75 {
                output += Array("=\r\n".utf8)
                column = 0
            }
            // Servers double a dot at the start of a line and take it away again; some forget.
            if isPlain, !(byte == UInt8(ascii: ".") && column == 0) {
                output.append(byte)
                column += 1
            } else {
                output += Array("=\(Hexadecimal.digits(byte, width: 2, uppercase: true))".utf8)
                column += 3
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
