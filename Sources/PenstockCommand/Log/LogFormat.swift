import LosslessJSON
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
            return JSONOutput.object([
                .init("time", .string(time)), .init("kind", .string(kind)), .init("message", .string(text)),
            ]).text(
                .spaced)
        }
    }
}
