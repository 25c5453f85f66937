import Catalog
import PluginKit
import Testing

/// The codes of the rules in docs/glossary.md: each that a source names or a dataset declares is there, once, and no
/// other than those that decision 31 speaks of.
@Suite("The glossary's codes of rules")
struct GlossaryTests {
    /// The codes among a text's words: a letter and a number. `X11` is a window system, in what a browser calls itself.
    private static func codes(in text: String) -> Set<String> {
        Set(
            Checkout.words(of: text).filter { word in
                (2...3).contains(word.utf8.count) && "TEPHXSA".contains(word.first ?? " ")
                    && word.dropFirst().allSatisfy(\.isNumber) && word.dropFirst().first != "0"
            }.map(String.init)
        ).subtracting(["X11"])
    }

    /// The codes that begin the rows of a page's tables, in order.
    private static func told(_ page: String) -> [String] {
        page.matches(of: /(?m)^\| ([A-Z]\d+) \| \S/).map { String($0.1) }
    }

    /// What sources name. Those of the page of HTML name commands of SVG, such as `H10`, and declare no rule.
    private static func named() throws -> Set<String> {
        let page = "Sources/PenstockCommand/Verbs/Report/Page/"
        let files = Checkout.swiftFiles(in: ["Sources", "Plugins"]).filter { !$0.hasPrefix(page) }
        return try files.reduce(into: []) { try $0.formUnion(codes(in: Checkout.text($1))) }
    }

    /// Codes that are named and not told, and those that are told more than once.
    private static func faults(_ page: String, _ named: Set<String>) -> [String] {
        let told = told(page)
        let twice = Set(told.filter { code in told.count { $0 == code } > 1 })
        return named.subtracting(told).sorted().map { "\($0) is not in the glossary" }
            + twice.sorted().map { "\($0) is there twice" }
    }

    @Test("every code that sources name is in the glossary, once; so is every code that a dataset declares")
    func codes() throws {
        let page = try Checkout.text("docs/glossary.md")
        let named = try Self.named()
        #expect(Self.faults(page, named) == [])
        #expect(named.count > 40, "the sources have been read")
        let declared = Catalog.registry.providers.flatMap(\.manifest.datasets).flatMap(\.rules).map(\.name)
        #expect(Self.faults(page, Set(declared)) == [])
        #expect(Set(declared).isSubset(of: named))
    }

    @Test("the glossary has the codes of decision 31, in its order")
    func decision() throws {
        let decided = Self.told(try Checkout.text("docs/decisions/0031-data-rules.md"))
        #expect(Self.told(try Checkout.text("docs/glossary.md")) == decided)
        #expect(decided.count > 60)
    }

    @Test("control: a code that a source is given, one that the page loses, and one that it has twice are noticed")
    func control() throws {
        let page = try Checkout.text("docs/glossary.md")
        let named = try Self.named()
        let planted = Self.codes(
            in: "/// E99: it is so (H9). Not X11, AE5, E5x, E05, T123 or M4.\nRule(\"S7\", .reading)")
        #expect(planted == ["E99", "H9", "S7"])
        #expect(
            Self.faults(page, named.union(planted)) == [
                "E99 is not in the glossary", "H9 is not in the glossary", "S7 is not in the glossary",
            ])
        let without = page.replacing("| E13 |", with: "| of events |")
        #expect(Self.faults(without, named) == ["E13 is not in the glossary"])
        #expect(Self.faults(page + "\n| T4 | Again |\n", named) == ["T4 is there twice"])
    }
}
