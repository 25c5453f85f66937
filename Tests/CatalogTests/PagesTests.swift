import Foundation
import Testing

/// The pages of the documentation against the tree: README.md is a door and not the house, what a page links to is
/// there, and so are the paths and the types that it names. Decisions are left out: they speak of their day.
@Suite("The pages of the documentation")
struct PagesTests {
    private static let most = 700

    private static func pages() throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Checkout.root.appendingPathComponent("docs").path)
        return ["README.md"] + files.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    }

    /// A page without its blocks of code.
    private static func prose(_ page: String) -> String {
        var isCode = false
        return page.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            let isFence = line.drop { $0 == " " }.hasPrefix("```")
            defer { isCode = isFence != isCode }
            return !isFence && !isCode
        }.joined(separator: "\n")
    }

    // MARK: The README

    /// All that stands between blanks, code and links too.
    private static func words(of page: String) -> Int { page.split(whereSeparator: \.isWhitespace).count }

    @Test("README.md has at most 700 words")
    func readme() throws {
        let count = Self.words(of: try Checkout.text("README.md"))
        #expect(count <= Self.most)
        #expect(count > 300, "it has been read")
    }

    @Test("control: a README of a word more is noticed")
    func longReadme() throws {
        let page = try Checkout.text("README.md")
        let room = Self.most - Self.words(of: page)
        #expect(Self.words(of: page + String(repeating: "word\n", count: room)) == Self.most)
        #expect(Self.words(of: page + String(repeating: " word", count: room + 1)) > Self.most)
    }

    // MARK: Links

    /// The anchors of a page's headings, as GitHub makes them.
    private static func anchors(of page: String) -> Set<String> {
        Set(
            prose(page).split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                line.drop { $0 == "#" }.drop { $0 == " " }.lowercased().filter {
                    $0.isLetter || $0.isNumber || "-_ ".contains($0)
                }.replacing(" ", with: "-")
            })
    }

    /// Links of a page to files and headings that are not there.
    private static func lostLinks(_ page: String, at path: String) throws -> [String] {
        let links = prose(page).matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
        return try links.filter { !$0.contains("://") }.filter { link in
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            let target = folder.isEmpty ? parts[0] : "\(folder)/\(parts[0])"
            guard parts[0].isEmpty || Checkout.has(target) else { return true }
            guard parts.count > 1 else { return false }
            return try !anchors(of: parts[0].isEmpty ? page : Checkout.text(target)).contains(parts[1])
        }.map { "\(path): \($0)" }
    }

    @Test("every file and heading that a page links to is there")
    func links() throws {
        #expect(try Self.pages().flatMap { try Self.lostLinks(Checkout.text($0), at: $0) } == [])
    }

    @Test("control: a link to a page that is no more, and to headings that are not, is noticed")
    func lostLinks() throws {
        let page = """
            # A page
            [a](lost.md), [b](archive.md#lost), [c](#a-page), [d](#another), [e](archive.md#what-a-commit-is)
            ```
            [f](lost.md)
            ```
            """
        #expect(
            try Self.lostLinks(page, at: "docs/a.md") == [
                "docs/a.md: lost.md", "docs/a.md: archive.md#lost", "docs/a.md: #another",
            ])
        let readme = "[a](docs/archive.md) [b](archive.md)"
        #expect(try Self.lostLinks(readme, at: "README.md") == ["README.md: archive.md"])
    }

    // MARK: Paths and types

    /// What pages name that stands for the reader's own, or is other people's.
    private static let others: Set = [
        "Plugins/NAME/", "Plugins/Notices/", "scripts/check_updates.py",
        "StartBoundary", "RunOnlyIfNetworkAvailable", "StartWhenAvailable", "IgnoreNew",
        // Airbyte's.
        "DefaultPaginator", "SubstreamPartitionRouter", "DatetimeBasedCursor", "HttpRequester.url_base",
        "DpathExtractor.field_path",
    ]

    /// Targets, and the types of all of them.
    private static func declared() throws -> Set<String> {
        let folders = ["Sources", "Plugins", "Tests"]
        var names: Set<String> = []
        for folder in folders {
            let folder = Checkout.root.appendingPathComponent(folder)
            names.formUnion(try FileManager.default.contentsOfDirectory(atPath: folder.path))
        }
        return names.union(try Checkout.types(in: folders))
    }

    /// Paths of this tree, and names of types (two capitals at least, as `RowPlan`), that a page has in backticks and
    /// the tree has not.
    private static func lostNames(_ page: String, at path: String, _ declared: Set<String>) -> [String] {
        let roots = ["Sources", "Plugins", "Tests", "Benchmarks", "scripts", "docs", "fixtures"]
        return prose(page).matches(of: /`([^`\n]+)`/).map { String($0.1) }.filter { name in
            guard !others.contains(name) else { return false }
            if roots.contains(where: { name.hasPrefix($0 + "/") }) {
                // A line that is typed, `scripts/check-calendar XNYS`, and folders of which one is meant.
                let file = name.prefix { $0 != " " && $0 != "*" }
                return !Checkout.has(String(file))
            }
            guard let type = name.wholeMatch(of: /([A-Z][a-z]+[A-Z][A-Za-z0-9]*)(?:[.(].*)?/) else { return false }
            return !declared.contains(String(type.1)) && !declared.contains("\(type.1).swift")
        }.map { "\(path): \($0)" }
    }

    @Test("every path and every type that a page names is there")
    func names() throws {
        let declared = try Self.declared()
        #expect(declared.count > 1_000)
        #expect(try Self.pages().flatMap { Self.lostNames(try Checkout.text($0), at: $0, declared) } == [])
    }

    @Test("control: a path and a type that are no more are noticed, and what is typed is not taken for one")
    func lostNames() throws {
        let page = """
            `Sources/Lost.swift`, `LostType`, `LostType.shown(of:)`, `scripts/lost --all`, `Plugins/*/Datasets`,
            `scripts/test --faults`, `TokenBucket`, `RunCounts.keys`, `ArchiveTests`, `AAPL.csv`, `NO_COLOR`, `--limit`
            """
        #expect(
            Self.lostNames(page, at: "a", try Self.declared()) == [
                "a: Sources/Lost.swift", "a: LostType", "a: LostType.shown(of:)", "a: scripts/lost --all",
            ])
    }
}
