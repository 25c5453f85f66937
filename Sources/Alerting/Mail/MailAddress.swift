/// Somebody's mail address, with or without a name. It cannot hold a line break, so it cannot add a header or a
/// command.
struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    let name: String?
    /// "someone@example.org", in ASCII.
    let address: String

    /// - Parameter text: "someone@example.org" or "Name <someone@example.org>".
    /// - Throws: `AlertChannelError`.
    init(_ text: String) throws(AlertChannelError) {
        let trimmed = text.trimmed
        guard
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && !(0x80...0x9F).contains($0.value) }
            )
        else {
            throw AlertChannelError.invalidAddress(text)
        }
        if trimmed.hasSuffix(">"), let open = trimmed.firstIndex(of: "<") {
            var name = String(trimmed[..<open]).trimmed
            if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
            self.name = name.isEmpty ? nil : name
            address = String(trimmed[trimmed.index(after: open)...].dropLast()).trimmed
        } else {
            name = nil
            address = trimmed
        }
        guard Self.isAddress(address), !(name ?? "").contains(where: { "<>\"\\".contains($0) }) else {
            throw AlertChannelError.invalidAddress(text)
        }
    }

    var description: String { name.map { "\($0) <\(address)>" } ?? address }

    var domain: String { address.split(separator: "@").last.map(String.init) ?? "localhost" }

    /// As it stands in a header.
    var header: String {
        guard let name else { return address }
        let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && !name.contains("=?")
        return (isPlain ? "\"\(name)\"" : EncodedWord.text(name)) + " <\(address)>"
    }

    /// Atoms with dots before the @, a host or a bracketed address after it; nothing that needs quoting.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let local = parts.first, let domain = parts.last, (1...64).contains(local.utf8.count)
        else { return false }
        guard text.utf8.count < 255, !local.hasPrefix("."), !local.hasSuffix("."), !local.contains("..") else {
            return false
        }
        guard local.utf8.allSatisfy({ isAtomByte($0) || $0 == UInt8(ascii: ".") }) else { return false }
        if domain.hasPrefix("["), domain.hasSuffix("]") {
            return domain.dropFirst().dropLast().utf8.allSatisfy { isLetterOrDigit($0) || ":.".utf8.contains($0) }
        }
        return domain.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension AlertChannelError {
    static func invalidAddress(_ address: String) -> AlertChannelError {
        AlertChannelError(
            """
            "\(address.oneLine(80))" is no mail address. Write someone@example.org or Name <someone@example.org>, in \
            ASCII
            """)
    }
}
