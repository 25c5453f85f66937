import Testing

/// The way of one page of bytes in docs/architecture.md: every file on it is there, and they are no more than thirty.
@Suite("The stations of one page")
struct StationsTests {
    private static func page() throws -> String { try Checkout.text("docs/architecture.md") }

    /// What is wrong with a page's rows of stations: a number out of turn, a file that is not there or comes twice.
    private static func faults(_ page: String) -> [String] {
        var files: Set<String> = []
        var found: [String] = []
        for (place, row) in page.matches(of: /(?m)^\| (\d+) \| `([^`]+)` \|/).enumerated() {
            let (number, file) = (Int(row.1) ?? 0, String(row.2))
            if number != place + 1 { found.append("\(file) is number \(number), behind \(place) others") }
            if !files.insert(file).inserted { found.append("\(file) comes twice") }
            if !Checkout.has(file) { found.append("\(file) is not there") }
        }
        if files.isEmpty || files.count > 30 { found.append("\(files.count) files") }
        return found
    }

    @Test("from the socket to the record a page meets at most thirty files, and all of them are there")
    func stations() throws {
        #expect(Self.faults(try Self.page()) == [])
    }

    @Test("control: a file that is no more, a number out of turn, a file more, and no station at all are noticed")
    func control() throws {
        let page = try Self.page()
        #expect(
            Self.faults(page + "\n| 32 | `Sources/Lost.swift` | nothing |\n") == [
                "Sources/Lost.swift is number 32, behind 30 others", "Sources/Lost.swift is not there", "31 files",
            ])
        #expect(Self.faults("") == ["0 files"])
    }
}
