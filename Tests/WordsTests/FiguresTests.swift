import Testing
import Words

/// Numbers with the things that they count.
@Suite("Numbers of things")
struct FiguresTests {
    @Test("one has the singular, every other number the plural")
    func nouns() {
        #expect([0, 1, 2, -1].map { Figures.noun($0, "row") } == ["rows", "row", "rows", "rows"])
        #expect(Figures.noun(2, "entry", "entries") == "entries" && Figures.noun(1, "entry", "entries") == "entry")
        #expect([0, 1, 1_726].map { Figures.counted($0, "row") } == ["0 rows", "1 row", "1,726 rows"])
        #expect(Figures.counted(3, "series", "series") == "3 series")
    }
}
