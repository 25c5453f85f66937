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
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 240, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else {
            return text
        }
        return String(String.UnicodeScalarView(scalars[..<end])) + " ..."
    }

    var markup: Markup {
        guard !text.isEmpty else { return "<span class=\"soft\">nothing</span>" }
        // By scalars: a single character can be as long as it likes.
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: Self.limit, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else {
            return "<code class=\"raw\" dir=\"ltr\">\(text)</code>"
        }
        let rest = scalars.distance(from: end, to: scalars.endIndex)
        return """
            <code class="raw" dir="ltr">\(String(String.UnicodeScalarView(scalars[..<end])))</code>\
            <span class="soft">and \(Figures.count(rest)) more characters</span>
            """
    }
}
