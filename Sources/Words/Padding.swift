/// Texts of a fixed width, for columns and for numbers with zeros before them.
extension StringProtocol {
    /// With spaces behind it; a text that is too long stays.
    package func padded(_ width: Int) -> String {
        String(self) + String(repeating: " ", count: Swift.max(0, width - count))
    }

    /// The same as a column that another follows: a space stands between them in any case.
    package func column(_ width: Int) -> String { padded(Swift.max(width, count + 1)) }

    /// With the same character before it; a text that is too long stays.
    package func aligned(_ width: Int, with filling: Character = " ") -> String {
        String(repeating: filling, count: Swift.max(0, width - count)) + String(self)
    }
}

extension BinaryInteger {
    /// `0042`: at least so many digits.
    package func digits(_ width: Int) -> String { (self < 0 ? "-" : "") + String(magnitude).aligned(width, with: "0") }
}
