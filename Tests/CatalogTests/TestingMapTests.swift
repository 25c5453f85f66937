import Foundation
import Testing

/// The map of docs/testing.md and the example of docs/writing-a-provider.md against the tests that they name: all of it
/// is there, and no target of tests is missing.
@Suite("The map of the tests")
struct TestingMapTests {
    /// The page from its map to the next heading.
    private static func map() throws -> String {
        let page = try Checkout.text("docs/testing.md")
        let map = try #require(page.split(separator: "\n## The map\n", maxSplits: 1).last)
        return String(try #require(map.split(separator: "\n## ", maxSplits: 1).first))
    }

    /// Names of the types and of the free functions that tests, and what authors of plugins test with, declare.
    private static func types() throws -> Set<String> {
        let folders = ["Tests", "Sources/PluginTesting"]
        var types = try Checkout.types(in: folders)
        for file in Checkout.swiftFiles(in: folders) {
            for line in try Checkout.text(file).split(separator: "\n") {
                let start = ["func ", "package func "].first(where: line.hasPrefix)
                if let start {
                    types.formUnion([String(line.dropFirst(start.count).prefix { $0 != "(" && $0 != "<" })])
                }
            }
        }
        return types
    }

    /// What a map names that is not there, and the targets of tests that it does not name.
    private static func faults(_ map: String) throws -> [String] {
        let names = map.matches(of: /`([^`]+)`/).map { String($0.1) }
        let types = try types()
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Checkout.root.appendingPathComponent("Tests").path)
        let lost = names.filter { name in
            let places = name.contains("/") ? [name] : ["Tests/\(name)", name]
            return !types.contains(name) && !places.contains(where: Checkout.has)
        }
        let unnamed = folders.filter { $0.hasSuffix("Tests") && !names.contains($0) }
        return Set(lost).sorted().map { "\($0) is not there" } + unnamed.sorted().map { "\($0) is not on the map" }
    }

    @Test("every suite, type and path that the map names is there, and every target of tests is on it")
    func map() throws {
        let map = try Self.map()
        #expect(try Self.faults(map) == [])
        #expect(map.matches(of: /`[^`]+`/).count > 150, "the map has been found")
    }

    @Test("control: a suite, a path and a type that are no more are noticed, and so is a target that is left out")
    func control() throws {
        let map = try Self.map()
        let planted = map + "\n| a thing | `LostTests` | `Tests/LostFolder` | `LostDesk`, `TemporaryFolder` |\n"
        #expect(
            try Self.faults(planted) == [
                "LostDesk is not there", "LostTests is not there", "Tests/LostFolder is not there",
            ])
        let without = map.replacing("`WordsTests`", with: "words")
        #expect(without != map)
        #expect(try Self.faults(without) == ["WordsTests is not on the map"])
    }

    /// The lines of a page's blocks of Swift that stand in no line of a file; those that say `...` are left out.
    private static func invented(_ page: String, _ file: String) -> [String] {
        let lines = Set(file.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        return page.matches(of: /```swift\n([\s\S]*?)```/).flatMap { $0.1.split(separator: "\n") }.map {
            $0.trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty && !$0.contains("...") && !lines.contains($0) }
    }

    @Test("what docs/writing-a-provider.md shows of a provider's tests is what the tests of its example say")
    func example() throws {
        let page = try Checkout.text("docs/writing-a-provider.md")
        let file = try Checkout.text("Tests/OrchestratorTests/NoticesTests.swift")
        #expect(page.contains("```swift\n"))
        #expect(Self.invented(page, file) == [])
        // The control: a line that the tests do not have.
        #expect(Self.invented(page + "\n```swift\nlet lost = 1\n```\n", file) == ["let lost = 1"])
    }
}
