import Archive
import Orchestrator
import PluginKit
import Tabular
import Words

/// What is said about one unit.
enum UnitWording {
    /// A table of a few units: label, rows, span, or the reason and the way out.
    static func table(_ units: [UnitReport], _ outage: OutageWording) -> [String] {
        let units = units.sorted { ($0.label, $0.unit.text) < ($1.label, $1.unit.text) }
        let labels = units.map(\.label.count).max() ?? 0
        let rows = units.map { Figures.counted($0.rows, "row").count }.max() ?? 0
        return units.map { unit in
            unit.label.padded(labels) + "  " + (holds(unit, width: rows) + notes(unit, outage)).joined(separator: "  ")
        }
    }

    /// `NOPE: unknown symbol: No data found; asked again on 2026-11-25`.
    static func trouble(_ unit: UnitReport) -> String {
        "\(unit.label): \((brief(unit) + again(unit)).joined(separator: "; "))"
    }

    /// What to do about a unit that its upstream does not have. Whatever has rows may have been delisted: it is never
    /// advised to be forgotten.
    static func wayOut(_ unit: UnitReport) -> String {
        guard unit.rows > 0 else { return "to forget it: penstock forget \(unit.provider) \(unit.selector)" }
        let until = unit.last.map { "was \(unit.label) until \($0); " } ?? ""
        return "\(until)if it is over: penstock retire \(unit.provider) \(unit.selector)"
    }

    static func logLine(_ unit: UnitReport) -> String {
        let counts = unit.counts
        var parts = ["\(counts.stored) stored, \(counts.revised) revised, \(counts.aside.quarantined) quarantined"]
        if counts.gapsOpen + counts.gapsFilled > 0 {
            parts.append("\(counts.gapsOpen) gaps, \(counts.gapsFilled) filled")
        }
        if let restated = unit.restated { parts.append("replaced: \(restated)") }
        parts += problem(unit, unit.reason) + again(unit)
        if let span = span(unit) { parts.append("holds \(unit.rows) rows \(span)") }
        if counts.requests > 0 { parts.append(Figures.counted(counts.requests, "request")) }
        return "\(unit.label): \(parts.joined(separator: "; "))"
    }

    static func span(_ unit: UnitReport) -> String? {
        guard let first = unit.first, let last = unit.last else { return nil }
        return first == last ? first : "\(first)..\(last)"
    }

    private static func holds(_ unit: UnitReport, width: Int) -> [String] {
        guard let span = span(unit) else { return unit.result == .done ? ["no rows"] : [] }
        return [rows(unit).aligned(width), span]
    }

    private static func notes(_ unit: UnitReport, _ outage: OutageWording) -> [String] {
        var notes: [String] = []
        if unit.counts.revised > 0 { notes.append("\(Figures.count(unit.counts.revised)) revised") }
        let quarantined = unit.counts.aside.quarantined
        if quarantined > 0 { notes.append("\(Figures.count(quarantined)) quarantined") }
        if let restated = unit.restated { notes.append("replaced: \(restated)") }
        if let code = unit.reason?.code, outage.tells(of: unit) { return notes + [OutageWording.words(code)] }
        let problems = brief(unit)
        if !problems.isEmpty { notes.append((problems + again(unit)).joined(separator: "; ")) }
        if unit.result == .absent { notes.append(wayOut(unit)) }
        return notes
    }

    private static func problem(_ unit: UnitReport, _ reason: Reason?) -> [String] {
        switch unit.result {
        case .done: []
        case .incomplete: [reason.map { TerminalText.safe($0.description) } ?? "\(unit.counts.gapsOpen) missing"]
        case .absent, .failed: [reason.map { TerminalText.safe($0.description) } ?? "no reason was given"]
        }
    }

    /// For a screen.
    private static func brief(_ unit: UnitReport) -> [String] {
        problem(unit, unit.reason.map(OutageWording.cause)).map { Figures.shortened($0) }
    }

    private static func again(_ unit: UnitReport) -> [String] {
        unit.nextTry.map { ["asked again on \($0.prefix(10))"] } ?? []
    }

    private static func rows(_ unit: UnitReport) -> String { Figures.counted(unit.rows, "row") }
}
