import Testing
import Words

@testable import PenstockCommand

/// Text from outside on the report page: escaped, and named where it would not be seen.
@Suite("Text from outside")
struct MarkupTests {
    @Test("Every text that is put into markup is escaped; markup and numbers are not escaped twice")
    func escaping() {
        let evil = "<b a=\"1\" c='2'>&amp;"
        let escaped = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"
        #expect(("<p title=\"\(evil)\">\(evil)</p>" as Markup).text == "<p title=\"\(escaped)\">\(escaped)</p>")
        let inner: Markup = "<i>\(evil)</i>"
        #expect(
            ("<p>\(inner)\([inner, inner])\(7)</p>" as Markup).text
                == "<p><i>\(escaped)</i><i>\(escaped)</i>\n<i>\(escaped)</i>7</p>")
    }

    @Test(
        "What would not be seen, or would turn the text round, is named",
        arguments: [
            ("\u{202E}", "[U+202E]"), ("\u{2066}", "[U+2066]"), ("\u{200F}", "[U+200F]"), ("\u{0}", "[U+0000]"),
            ("\u{1B}", "[U+001B]"),
            ("\r", "[U+000D]"), ("\u{85}", "[U+0085]"), ("\u{FEFF}", "[U+FEFF]"), ("\u{2028}", "[U+2028]"),
            ("\u{E0041}", "[U+E0041]"),
            ("\u{AD}", "[U+00AD]"), ("\u{FFFE}", "[U+FFFE]"), ("\u{10FFFF}", "[U+10FFFF]"), ("\u{7F}", "[U+007F]"),
        ])
    func hidden(text: String, name: String) {
        #expect(("\(text)" as Markup).text == name)
    }

    @Test(
        """
        What is only foreign stays as it is
        """, arguments: ["Zürich", "日本", "שלום", "a\tb\nc", "👩‍👩‍👧", "e\u{301}", "− 5 €"])
    func foreign(text: String) {
        #expect(("\(text)" as Markup).text == text)
    }

    @Test("Numbers: all is 100 %, nothing is 0 %, and neither is rounded to")
    func numbers() {
        #expect(Numerals.percent(9999, of: 10_000) == "99.9 %")
        #expect(Numerals.percent(10_000, of: 10_000) == "100 %")
        #expect(Numerals.percent(1, of: 10_000) == "< 0.1 %")
        #expect(Numerals.percent(0, of: 0) == "0 %")
        #expect(Figures.count(-1_234_567) == "-1,234,567")
        #expect(Numerals.duration(.nan) == "0.0 s")
        #expect(Numerals.duration(3840.5) == "1 h 4 min")
        #expect(Numerals.short(2_500_000) == "2.5 M")
    }
}
