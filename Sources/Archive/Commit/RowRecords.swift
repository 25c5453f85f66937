import Hashing
package import PluginKit
package import Tabular

/// A row that a rule set aside. One row of the quarantine per unit, dataset, key, rule and digest.
package struct QuarantinedRow: Sendable, Hashable {
    package var dataset: String
    /// The key's parts joined by `|`.
    package var key: String
    /// The rule's name.
    package var rule: String
    /// A sentence.
    package var reason: String
    /// The row as it came.
    package var raw: String
    /// Of `raw`, hexadecimal; tells a row that changed from one that was seen before.
    package var digest: String

    package init(dataset: String, key: String, rule: String, reason: String = "", raw: String, digest: String? = nil) {
        self.dataset = dataset
        self.key = key
        self.rule = rule
        self.reason = reason
        self.raw = raw
        self.digest = digest ?? Self.digest(of: raw)
    }

    /// The first 16 digits: enough to tell texts of one key apart.
    static func digest(of raw: String) -> String { String(SHA256.hexadecimal(of: Array(raw.utf8)).prefix(16)) }
}

/// A stored row that an answer disagreed with.
package struct RevisedRow: Sendable, Hashable {
    package enum Cause: String, Sendable, Hashable {
        /// The upstream corrected it.
        case revision
        /// The unit was written anew on another basis.
        case restated
        /// The key came twice in one answer; `answered` is the row that was not taken.
        case duplicate
    }

    package var dataset: String
    /// The key's parts joined by `|`.
    package var key: String
    /// The row as it was stored, as text.
    package var stored: String
    /// The row as it was answered, as text.
    package var answered: String
    package var cause: Cause

    package init(dataset: String, key: String, stored: String, answered: String, cause: Cause) {
        self.dataset = dataset
        self.key = key
        self.stored = stored
        self.answered = answered
        self.cause = cause
    }
}

/// One exchange: what was asked, and what came.
package struct AnswerRecord: Sendable, Hashable {
    package var span: Span?
    package var purpose: Purpose
    package var received: Instant
    package var status: Int
    /// Of the body, hexadecimal.
    package var sha256: String
    /// Of the body.
    package var bytes: Int
    package var rows: Int

    package init(span: Span?, purpose: Purpose, received: Instant, status: Int, sha256: String, bytes: Int, rows: Int) {
        self.span = span
        self.purpose = purpose
        self.received = received
        self.status = status
        self.sha256 = sha256
        self.bytes = bytes
        self.rows = rows
    }
}
