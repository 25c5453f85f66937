import LosslessJSON
import Testing

@testable import PenstockCommand

/// Facts go to a program or to a person: what is printed of them, and when nothing is.
@Suite("Facts")
struct FactsTests {
    private struct Sum: JSONFact {
        let number: Int
        var json: JSONOutput { .object([.init("number", .integer(number))]) }
    }

    private func shown(json: Bool, quiet: Bool, screen: Screen = .plain) -> String {
        let stage = CommandStage(screen: screen)
        stage.host.console.show(Sum(number: 7), json: json, quiet: quiet) { "they are \($0.number) in all, in words" }
        return stage.output
    }

    @Test("a person reads the page, and nothing where it is to be quiet")
    func person() {
        #expect(shown(json: false, quiet: false) == "they are 7 in all, in words\n")
        #expect(shown(json: false, quiet: true) == "")
    }

    @Test("a program reads the facts, quiet or not, and the same on every screen")
    func program() {
        for screen in [Screen.plain, Screen(columns: 10), Screen(columns: 10, hasColours: true)] {
            for quiet in [false, true] {
                #expect(shown(json: true, quiet: quiet, screen: screen) == "{\n  \"number\": 7\n}\n")
            }
        }
        // The page is laid out for it.
        #expect(shown(json: false, quiet: false, screen: Screen(columns: 10)).split(separator: "\n").count > 1)
    }
}
