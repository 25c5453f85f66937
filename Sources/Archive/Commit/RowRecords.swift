import Hashing
public import PluginKit
public import Tabular

/// A row that a rule set aside. One row of the quarantine per unit, dataset, key, rule and digest.
public struct QuarantinedRow: Sendable, Hashable {
    public var dataset: String
    /// The key's parts joined by `|`.
    public var key: String
    /// The rule's name.
    public var rule: String
    /// A sentence.
    public var reason: String
    /// The row as it came.
    public var raw: String
    /// Of `raw`, hexadecimal; tells a row that changed from one that was seen before.
    public var digest: String

    public init(dataset: String, key: String, rule: String, reason: String = "", raw: String, digest: String? = nil) {
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
public struct RevisedRow: Sendable, Hashable {
    public enum Cause: String, Sendable, Hashable {
        /// The upstream corrected it.
        case revision
        /// The unit was written anew on another basis.
        case restated
        /// The key came twice in one answer; `answered` is the row that was not taken.
        case duplicate
    }

    public var dataset: String
    /// The key's parts joined by `|`.
    public var key: String
    /// The row as it was stored, as text.
    public var stored: String
    /// The row as it was answered, as text.
    public var answered: String
    public var cause: Cause

    public init(dataset: String, key: String, stored: String, answered: String, cause: Cause) {
        self.dataset = dataset
        self.key = key
        self.stored = stored
        self.answered = answered
        self.cause = cause
    }
}

/// One exchange: what was asked, and what came.
public struct AnswerRecord: Sendable, Hashable {
    public var span: Span?
    public var purpose: Purpose
    public var received: Instant
    public var status: Int
    /// Of the body, hexadecimal.
    public var sha256: String
    /// Of the body.
    public var bytes: Int
    public var rows: Int

    public init(span: Span?, purpose: Purpose, received: Instant, status: Int, sha256: String, bytes: Int, rows: Int) {
        self.span = span
        self.purpose = purpose
        self.received = received
        self.status = status
        self.sha256 = sha256
        self.bytes = bytes
        self.rows = rows
    }
}
