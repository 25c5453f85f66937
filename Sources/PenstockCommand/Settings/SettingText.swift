import Orchestrator
import Tabular

/// A setting as it was written, and where: `2024-02-30` of `--start-date`. Read here so that a flag, a variable and a
/// file are refused in the same words.
struct SettingText: Equatable, Sendable {
    let text: String
    /// `--start-date`, `PENSTOCK_STORAGE`.
    let source: String

    init(_ text: String, source: String) {
        self.text = text
        self.source = source
    }

    /// A date that there is.
    func day() throws(RunFailure) -> Day {
        if let day = Day(text) { return day }
        throw UsageWording.notADate(self)
    }

    func whole(_ range: ClosedRange<Int>, example: Int) throws(RunFailure) -> Int {
        if let number = Int(text), range.contains(number) { return number }
        throw RunFailure(
            .usage, "\(source) \(text): it has to be a whole number from \(range.lowerBound) to \(range.upperBound)",
            fix: "such as \(source)\(separator)\(example)")
    }

    /// A whole number from one on, where there is a word instead.
    func whole(from least: Int, or word: String, example: Int) throws(RunFailure) -> Int {
        if let number = Int(text), number >= least { return number }
        throw RunFailure(
            .usage, "\(source) \(text): it has to be a whole number, or \(word)",
            fix: "such as \(source)\(separator)\(example)")
    }

    func seconds(_ range: ClosedRange<Double>) throws(RunFailure) -> Double {
        if let number = Double(text), number.isFinite, range.contains(number) { return number }
        throw RunFailure(
            .usage,
            """
            \(source) \(text): it has to be a number of seconds from \(Int(range.lowerBound)) to \
            \(Int(range.upperBound))
            """,
            fix: "such as \(source)\(separator)30")
    }

    /// One of some words.
    func choice(_ choices: [String]) throws(RunFailure) -> String {
        if choices.contains(text) { return text }
        throw UsageWording.notAChoice(self, choices)
    }

    /// The parts of a list, each once; a list that was given names something.
    func parts(example: String) throws(RunFailure) -> [String] {
        let names = Self.list(text).once
        guard names.isEmpty else { return names }
        throw RunFailure(
            .usage, "\(source) names nothing", fix: "such as \(source)\(separator)\(example); leave it out for all")
    }

    /// The parts of `a, b,c`; empty parts are nothing.
    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        let blank: Set<Character> = [" ", "\t", "\r", "\n", "\r\n"]
        var rest = Substring(text)
        while let first = rest.first, blank.contains(first) { rest.removeFirst() }
        while let last = rest.last, blank.contains(last) { rest.removeLast() }
        return String(rest)
    }

    private var separator: String { source.hasPrefix("-") ? " " : "=" }
}

extension Sequence where Element: Hashable {
    /// Each once, in their order.
    var once: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
