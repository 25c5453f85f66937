import Tabular

/// What a log's lines are.
enum LogFormat: String, CaseIterable {
    case text
    /// An object a line: `{"time": ..., "kind": ..., "message": ...}`.
    case json

    /// One line without its end, whatever line ends are in the text.
    func line(_ time: Instant, _ kind: String, _ text: String) -> String {
        let time = time.text(fractionDigits: 3)
        switch self {
        case .text: return "\(time) \(kind): \(text.split(whereSeparator: \.isNewline).joined(separator: " | "))"
        case .json:
            let members = [("time", time), ("kind", kind), ("message", text)]
            return "{\(members.map { "\(JSONOutput.string($0).text): \(JSONOutput.string($1).text)" }.joined(separator: ", "))}"
        }
    }
}
