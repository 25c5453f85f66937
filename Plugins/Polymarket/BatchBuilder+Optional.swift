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
}
