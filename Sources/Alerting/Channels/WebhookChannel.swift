/// An address that takes our plain JSON by POST.
package struct WebhookChannel: Hashable, Sendable {
    package struct Header: Hashable, Sendable {
        package let name: String
        package let value: Secret

        package init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = value
        }
    }

    package let url: AlertURL
    package let headers: [Header]

    /// - Throws: `AlertChannelError` for a header that is not one line, or whose name is not a token.
    package init(url: AlertURL, headers: [Header] = []) throws(AlertChannelError) {
        for header in headers {
            guard !header.name.isEmpty, header.name.utf8.allSatisfy(Self.isTokenByte) else {
                throw AlertChannelError(.invalidHeaderName(header.name))
            }
            guard !header.value.text.isEmpty,
                header.value.text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else {
                throw AlertChannelError(.invalidHeaderValue(header.name))
            }
        }
        self.url = url
        self.headers = headers
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
