/// A host, an IPv4 or a bracketed IPv6 address, with or without a port.
struct ServerName: Hashable, Sendable {
    /// With its brackets when it is an IPv6 address.
    let host: String
    let port: Int?

    /// nil when it is not one.
    init?(_ text: String) {
        var host = Substring(text)
        var port: Int?
        if let bracket = text.lastIndex(of: "]") {
            host = text[...bracket]
            let after = text[text.index(after: bracket)...]
            if !after.isEmpty {
                guard after.hasPrefix(":"), let number = Self.port(after.dropFirst()) else { return nil }
                port = number
            }
            guard host.hasPrefix("["), host.dropFirst().dropLast().utf8.allSatisfy(Self.isAddressByte),
                host.contains(":")
            else {
                return nil
            }
        } else {
            if let colon = text.firstIndex(of: ":") {
                guard let number = Self.port(text[text.index(after: colon)...]) else { return nil }
                host = text[..<colon]
                port = number
            }
            guard !host.isEmpty, host.utf8.count < 254, host.utf8.allSatisfy(Self.isNameByte), !host.hasPrefix("-"),
                !host.hasPrefix(".")
            else {
                return nil
            }
        }
        self.host = host.lowercased()
        self.port = port
    }

    var isLoopback: Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func port(_ digits: Substring) -> Int? {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
            (1...65_535).contains(number)
        else {
            return nil
        }
        return number
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) && byte > 0x40 || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20) && byte > 0x40 || byte == UInt8(ascii: ":")
            || byte == UInt8(ascii: ".")
    }
}
