import Words

/// A text as an upstream sent it, or as it is stored.
struct RawText {
    static let limit = 600
    let text: String

    init(_ text: String) {
        self.text = text
    }

    /// The beginning of a long text that stands among others.
    static func shortened(_ text: String) -> String {
        let (beginning, left) = cut(text, to: 240)
        return left > 0 ? beginning + " ..." : text
    }

    /// How many there are behind it; by scalars: a single character can be as long as it likes.
    private static func cut(_ text: String, to limit: Int) -> (beginning: String, left: Int) {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex) else {
            return (text, 0)
        }
        return (String(String.UnicodeScalarView(scalars[..<end])), scalars.distance(from: end, to: scalars.endIndex))
    }

    var markup: Markup {
        guard !text.isEmpty else { return "<span class=\"soft\">nothing</span>" }
        let (beginning, left) = Self.cut(text, to: Self.limit)
        let code: Markup = "<code class=\"raw\" dir=\"ltr\">\(beginning)</code>"
        return left > 0 ? "\(code)<span class=\"soft\">and \(Figures.count(left)) more characters</span>" : code
    }
}
