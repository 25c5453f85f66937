import Host
import LosslessJSON

/// Takes the secrets of a channel out of what servers and libcurl say, in the forms in which they may come back.
struct Redaction: Sendable {
    /// The longest first.
    private let needles: [[UInt8]]

    init(_ secrets: [String]) {
        let forms = secrets.flatMap { secret in
            [
                secret, Base64.text(of: Array(secret.utf8)), Self.percentEncoded(secret), Self.asJSON(secret),
                Self.asJSON(secret).split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/"),
            ]
        }
        needles = Set(forms.map { Array($0.utf8) }).filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    }

    init(_ email: EmailChannel) {
        guard let password = email.password else {
            self.init([])
            return
        }
        self.init([password.text, "\0\(email.user ?? "")\0\(password.text)", "\(email.user ?? ""):\(password.text)"])
    }

    /// The path and the query of an address, and their longer parts, which a server may say by themselves.
    init(_ url: AlertURL, _ others: [Secret] = []) {
        let rest = url.rest.text
        let parts = ([rest.dropFirst()] + rest.split { "/?&=".contains($0) }).map(String.init).filter {
            $0.utf8.count >= 8
        }
        self.init((rest == "/" ? [] : [rest]) + parts + others.map(\.text))
    }

    func callAsFunction(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let needle = needles.first(where: { bytes[index...].starts(with: $0) }) {
                output += Array("[secret]".utf8)
                index += needle.count
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func asJSON(_ text: String) -> String {
        String(JSONOutput.string(text).text(.ascii).dropFirst().dropLast())
    }

    private static func percentEncoded(_ text: String) -> String {
        var output = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                output.unicodeScalars.append(Unicode.Scalar(byte))
            default: output += "%" + Hexadecimal.digits(byte, width: 2, uppercase: true)
            }
        }
        return output
    }
}
