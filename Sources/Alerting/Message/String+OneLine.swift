import Words

/// Texts from outside, cut down to one line in which nothing is hidden.
extension String {
    /// The text as at most `limit` scalars of one line: line breaks, control characters and those that turn the
    /// direction of writing become spaces (one for a row of them), and what is too long ends with "…".
    func oneLine(_ limit: Int) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        var owesSpace = false
        for scalar in unicodeScalars {
            if scalar.value == 0x20 || Invisible.contains(scalar) {
                owesSpace = count > 0
                continue
            }
            let room = limit - count - (owesSpace ? 1 : 0)
            guard room > 0 else {
                line.truncate(to: limit)
                return String(line)
            }
            if owesSpace {
                line.append(" ")
                count += 1
                owesSpace = false
            }
            line.append(scalar)
            count += 1
        }
        return String(line)
    }
}

extension String.UnicodeScalarView {
    /// Leaves `limit - 1` scalars and the mark of an omission.
    fileprivate mutating func truncate(to limit: Int) {
        guard limit > 0 else {
            removeAll()
            return
        }
        if count >= limit { removeLast(count - limit + 1) }
        append("\u{2026}")
    }
}
