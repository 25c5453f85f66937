import Host
import Tabular
import Words

/// A message as it goes to a mail server (RFC 5322, MIME), in ASCII, with CR LF.
struct MailText {
    let from: MailAddress
    let to: [MailAddress]
    /// One line.
    let subject: String
    let lines: [String]
    /// Seconds since 1970.
    let date: Int
    /// Letters and digits that no other message has.
    let token: String

    var bytes: [UInt8] {
        let headers = [
            "Date: \(MailDate.text(date))",
            "From: \(from.header)",
            "To: \(to.map(\.header).joined(separator: ",\r\n "))",
            "Subject: \(EncodedWord.text(subject, column: 9))",
            "Message-ID: <penstock.\(date).\(token)@\(from.domain)>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            // RFC 3834: no holiday note is sent back.
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
        ]
        return Array((headers.joined(separator: "\r\n") + "\r\n\r\n" + QuotedPrintable.text(of: lines) + "\r\n").utf8)
    }
}

/// An instant as RFC 5322 has it, in UTC: "Mon, 16 Feb 2026 06:00:00 +0000".
enum MailDate {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// - Parameter seconds: since 1970-01-01T00:00:00Z, not before.
    static func text(_ seconds: Int) -> String {
        let seconds = max(0, seconds)
        let date = Day(number: Int64(seconds / 86_400))
        let (year, month, day) = date.components
        let time = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map { $0.digits(2) }.joined(separator: ":")
        return "\(weekdays[date.weekday - 1]), \(day.digits(2)) \(months[month - 1]) \(year) \(time) +0000"
    }
}

/// Text as quoted-printable (RFC 2045): lines end with CR LF and have at most 76 characters.
private enum QuotedPrintable {
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
