/// A topic of an ntfy server.
package struct NtfyChannel: Hashable, Sendable {
    package let server: AlertURL
    /// Who knows it can read and write it on a public server.
    package let topic: Secret
    package let token: Secret?
    /// 1 (min) to 5 (urgent); nil: by the kind of the alert.
    package let priority: Int?

    /// - Parameter url: "https://ntfy.sh/my-topic".
    /// - Throws: `AlertChannelError`.
    package init(url: String, token: Secret? = nil, priority: Int? = nil, allowsPlainHTTP: Bool = false)
        throws(AlertChannelError)
    {
        let whole = try AlertURL(url, allowsPlainHTTP: allowsPlainHTTP)
        let topic = whole.rest.text.dropFirst()
        guard (1...64).contains(topic.utf8.count), topic.utf8.allSatisfy(Self.isTopicByte) else {
            throw AlertChannelError(.noTopic)
        }
        if let token, token.text.isEmpty || !token.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            throw AlertChannelError(.invalidToken)
        }
        if let priority, !(1...5).contains(priority) { throw AlertChannelError(.invalidPriority(priority)) }
        server = try AlertURL(whole.origin, allowsPlainHTTP: allowsPlainHTTP)
        self.topic = Secret(String(topic))
        self.token = token
        self.priority = priority
    }

    private static func isTopicByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
