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
