import Foundation
import TestWorld
import Testing

@testable import PenstockCommand

/// What a command found, and what it says of it, are apart: JSON is made of the facts alone, and so are pages.
@Suite("Facts and pages")
struct FactsAndPagesTests {
    private static let command = #filePath.replacing(
        "Tests/PenstockCommandTests/FactsAndPagesTests.swift", with: "Sources/PenstockCommand")

    /// What makes words for a person in a file's code, each once.
    private static func words(in code: String) -> Set<String> {
        let lines = code.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        let names = lines.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } }.map(String.init)
        let makers: Set = ["Outline", "Table", "Screen", "Figures", "TerminalText", "Words"]
        return Set(names.filter { makers.contains($0) || $0.hasSuffix("Page") || $0.hasSuffix("Wording") })
    }

    @Test("no file of facts names a page, a sentence or a table")
    func apart() throws {
        let files = try #require(FileManager.default.enumerator(atPath: Self.command)).compactMap { $0 as? String }
        let facts = files.filter { $0.hasSuffix("Facts.swift") }
        #expect(facts.count >= 4, "they have been found")
        for file in facts {
            let code = try String(contentsOfFile: "\(Self.command)/\(file)", encoding: .utf8)
            #expect(Self.words(in: code) == [], "\(file)")
        }
    }

    @Test("control: a page, a figure and a sentence are noticed in code, and not in comments")
    func control() {
        #expect(
            Self.words(in: "import Words\nlet a = StatusPage(b).text + Figures.count(1)\nlet c = SpanWording.about(d)")
                == ["Words", "StatusPage", "Figures", "SpanWording"])
        #expect(Self.words(in: "    /// As `StatusPage` has it.\nlet pages = 1, wording = 2") == [])
    }

    @Test("JSON and CSV are the same on any screen; what a person reads is not")
    func screens() async throws {
        let desk = try LookDesk()
        var documents: [String] = []
        var pages: [String] = []
        try await desk.typing { await desk.twoNights($0) }
        for screen in [Screen.plain, Screen(columns: 40, hasColours: true)] {
            try await desk.typing(screen: screen) { type in
                var text = ""
                for line in [
                    "status --json", "coverage --json --all", "coverage --csv", "runs list --json",
                    "runs show 2 --json", "runs changes --since 1 --json",
                ] {
                    text += await type(line, 0).output
                }
                documents.append(desk.steady(text))
                pages.append(await type("status", 0).output + type("runs show 2", 0).output)
            }
        }
        #expect(documents[0] == documents[1] && documents[0].contains("headline"))
        #expect(pages[0] != pages[1])
    }
}
