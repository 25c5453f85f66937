/// How the way to a mail server is kept private.
package enum MailSecurity: String, CaseIterable, Hashable, Sendable {
    /// In the clear, then TLS before anything else is said, or nothing is sent (port 587).
    case startTLS = "starttls"
    /// TLS from the first byte (port 465).
    case tls
    /// In the clear (port 25): to this machine; to another one only when asked for, and never with a password.
    case none

    var defaultPort: Int {
        switch self {
        case .startTLS: 587
        case .tls: 465
        case .none: 25
        }
    }

    /// - Throws: `AlertChannelError` that lists the names.
    package init(named name: String) throws(AlertChannelError) {
        guard let known = MailSecurity(rawValue: name.lowercased()) else {
            throw AlertChannelError(.unknownSecurity(name))
        }
        self = known
    }
}
