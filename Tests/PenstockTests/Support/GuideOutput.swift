/// What a command has printed, held against the lines that a page shows of it: each has to be there, in their order.
/// `...` stands for anything, a line of it for any lines. Times of logs and durations are those of the run, and are not
/// compared.
struct GuideOutput {
    private let lines: [String]

    init(_ text: String) {
        lines = text.split(separator: "\n").map { Self.steady(String($0)) }
    }

    /// The first line that is not there.
    func missing(_ shown: [String]) -> String? {
        var rest = lines[...]
        for line in shown where !line.isEmpty && line != "..." {
            let pieces = Self.steady(line).split(separator: "...").map(String.init)
            guard let found = rest.firstIndex(where: { Self.has(pieces, in: $0) }) else { return line }
            rest = rest[(found + 1)...]
        }
        return nil
    }

    private static func has(_ pieces: [String], in line: String) -> Bool {
        var rest = line[...]
        for piece in pieces {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    private static func steady(_ text: String) -> String {
        text.replacing(/\d{8}_\d{6}(-\d+)?/, with: "STAMP").replacing(/\d+(\.\d+)? s\b/, with: "N s").replacing(
            /\d+\.\d GB/, with: "N GB"
        )
        .replacing(/:\d\d:\d\d(\.\d+)?Z/, with: ":TIME").trimmingSuffix()
    }
}

extension String {
    fileprivate func trimmingSuffix() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
