/// Whose trouble it is.
public struct AlertSubject: Hashable, Sendable, Comparable {
    public enum Scope: String, Hashable, Sendable, CaseIterable {
        /// A symbol, a market, a list; by its label.
        case unit
        /// Whoever answers for a provider's units; by the provider's name.
        case upstream
        /// A calendar that may not know a closure; by the provider's name. No success ends it.
        case calendar
        /// The run over an archive, by the archive; or the job itself, without a name.
        case run
    }

    public let scope: Scope
    public let name: String

    public init(_ scope: Scope, _ name: String = "") {
        self.scope = scope
        self.name = name
    }

    public static func < (left: AlertSubject, right: AlertSubject) -> Bool {
        (left.scope.rawValue, left.name) < (right.scope.rawValue, right.name)
    }
}

/// A subject and the kind of its reason: what begins once and ends once.
public struct AlertKey: Hashable, Sendable, Comparable {
    public let subject: AlertSubject
    /// Without anything that differs from night to night.
    public let code: String

    public init(_ subject: AlertSubject, _ code: String) {
        self.subject = subject
        self.code = code
    }

    public static func < (left: AlertKey, right: AlertKey) -> Bool { (left.subject, left.code) < (right.subject, right.code) }
}
