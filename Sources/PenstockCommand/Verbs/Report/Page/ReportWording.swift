import Orchestrator
import Tabular

/// Ticks, holes and keys as the page has them. The page escapes; nothing here does.
enum ReportWording {
    /// A tick's text: a date as it is, a moment to the second.
    static func moment(_ text: String) -> String {
        text.contains("T") ? String(text.prefix(19)).replacing("T", with: " ") + " UTC" : text
    }

    static func moment(_ tick: Int64, _ axis: Axis) -> String { moment(axis.text(tick)) }

    /// `2024-10-15: gap, null bar; asked 2 times, again on 2024-11-27`, as `coverage` says it.
    static func hole(_ part: AccountedSpan, _ axis: Axis) -> String {
        "\(part.span.text(on: axis)): \(SpanWording.about(part))"
    }

    /// A row's key without its unit's name, where that comes first.
    static func key(_ key: String, of label: String) -> String {
        key.hasPrefix("\(label)|") ? String(key.dropFirst(label.count + 1)) : key
    }
}
