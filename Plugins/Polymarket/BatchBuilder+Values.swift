import Tabular

extension BatchBuilder {
    mutating func optional(text: String?) {
        if let text { self.text(text) } else { null() }
    }

    mutating func optional(decimal: String?) {
        if let decimal { self.decimal(decimal) } else { null() }
    }

    mutating func optional(instant: Instant?) {
        if let instant { self.instant(instant) } else { null() }
    }

    mutating func optional(flag: Bool?) {
        if let flag { boolean(flag) } else { null() }
    }

    /// A JSON number. A whole one gets `.0`, which says the same: polars takes a column for integers whose first hundred rows are whole, and
    /// then fails at the first that is not.
    mutating func number(_ text: String) {
        decimal(text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 &- 48 < 10 } ? text + ".0" : text)
    }
}
