/// Whose trouble it is.
package struct AlertSubject: Hashable, Sendable, Comparable {
    package enum Scope: String, Hashable, Sendable, CaseIterable {
        /// A symbol, a market, a list; by its label.
        case unit
        /// Whoever answers for a provider's units; by the provider's name.
        case upstream
        /// A calendar that may not know a closure; by the provider's name. No success ends it.
        case calendar
        /// The run over an archive, by the archive; or the job itself, without a name.
        case run
    }

    package let scope: Scope
    package let name: String

    package init(_ scope: Scope, _ name: String = "") {
        self.scope = scope
        self.name = name
    }

    package static func < (left: AlertSubject, right: AlertSubject) -> Bool {
        (left.scope.rawValue, left.name) < (right.scope.rawValue, right.name)
    }
}

/// A subject and the kind of its reason: what begins once and ends once.
package struct AlertKey: Hashable, Sendable, Comparable {
    package let subject: AlertSubject
    /// Without anything that differs from night to night.
    package let code: String

    package init(_ subject: AlertSubject, _ code: String) {
        self.subject = subject
        self.code = code
    }

    package static func < (left: AlertKey, right: AlertKey) -> Bool {
        (left.subject, left.code) < (right.subject, right.code)
    }
}
