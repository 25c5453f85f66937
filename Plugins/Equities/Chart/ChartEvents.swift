import LosslessJSON
import MarketCalendar
import PluginKit
import Tabular

/// All events of an answer, in the order of their dates and kinds: one for each kind and day.
struct ChartEvents {
    private static let kinds: [(key: String, kind: Actions.Kind)] = [
        ("capitalGains", .capitalGain), ("dividends", .dividend), ("splits", .split),
    ]

    private(set) var all: [ChartEvent] = []
    /// Days whose dividend or split nobody knows, because an event of theirs is set aside; and under which rule.
    private(set) var doubts: [Int64: String] = [:]

    private let symbol: String
    private let span: Span
    private let calendar: MarketCalendar

    /// Throws `PluginError.malformed` where the lists themselves cannot be read: then no day is known to be without an
    /// event.
    init(
        _ result: JSONValue, symbol: String, span: Span, calendar: MarketCalendar, priceText: EquitiesOptions.PriceText,
        page: inout Page<Equities>
    ) throws {
        self.symbol = symbol
        self.span = span
        self.calendar = calendar
        // Absent where the span has none. The request asks for all of them, so absence is the answer.
        guard let events = result["events"], !events.isNull else { return }
        var found: [(event: ChartEvent, raw: String)] = []
        for (key, entries) in try ChartEvents.entries(events, "events") {
            guard let kind = ChartEvents.kinds.first(where: { $0.key == key })?.kind else {
                page.flag("T2", "new key \(key) at \(events.path)")
                continue
            }
            let list = try ChartEvents.entries(entries, "events.\(key)")
            page.looks(at: list.count, of: Actions.dataset, kind: "events.\(key)")
            for (name, entry) in list {
                guard let stamp = entry["date"].flatMap(ChartDays.stamp) else {
                    let odd = OddMember("date", expected: "a time", found: entry["date"])
                    // The key says when the bar began.
                    let hint = Int64(name).flatMap {
                        $0 > 86_400 * 365 ? calendar.localDay(at: Instant(seconds: $0)) : nil
                    }
                    setAside(.odd(odd), entry, kind, key, hint, &page)
                    continue
                }
                let day = calendar.localDay(at: Instant(seconds: stamp))
                switch ChartEvent.read(entry, kind, day, priceText: priceText) {
                case .success(let event): found.append((event, entry.rawText))
                case .failure(let fault): setAside(fault, entry, kind, key, day, &page)
                }
            }
        }
        // The sort is stable, and the members of an object stand in the order of the answer.
        found.sort { ($0.event.day, $0.event.kind.rawValue) < ($1.event.day, $1.event.kind.rawValue) }
        all = combined(found, &page)
    }

    /// The members of an object, or the elements of a list: an empty list is what some write for an empty object.
    private static func entries(_ value: JSONValue, _ name: String) throws -> [(String, JSONValue)] {
        switch value.kind {
        case .object: return try value.members.map { ($0.key, $0.value) }
        case .array: return try value.elements.map { ("", $0) }
        case .null: return []
        default: throw PluginError.malformed("\(OddMember(name, expected: "a list of events", found: value))")
        }
    }

    private mutating func setAside(
        _ fault: ChartEvent.Fault, _ entry: JSONValue, _ kind: Actions.Kind, _ name: String, _ day: Day?,
        _ page: inout Page<Equities>
    ) {
        if let day, day.number < span.lower { return }
        let key = "\(symbol)|\(day.map { "\($0)" } ?? "?")|\(kind.rawValue)"
        switch fault {
        case .odd(let member):
            page.setAside(member, entry, of: Actions.dataset, kind: "events.\(name)", key: key, tick: day?.number)
            doubt(day, kind, "T2")
        case .noRatio:
            page.setAside("E12", of: Actions.dataset, key: key, raw: entry.rawText, tick: day?.number)
            page.remark(
                "E12",
                "\(key): no split has the ratio of \(entry); it is set aside, and the split of the day is not known")
            doubt(day, kind, "E12")
        }
    }

    private mutating func doubt(_ day: Day?, _ kind: Actions.Kind, _ rule: String) {
        // A capital gain has no column among the bars.
        if let day, kind != .capitalGain { doubts[day.number] = rule }
    }

    /// One event for each kind and day.
    private mutating func combined(_ found: [(event: ChartEvent, raw: String)], _ page: inout Page<Equities>)
        -> [ChartEvent]
    {
        var result: [ChartEvent] = []
        var rest = found[...]
        while let first = rest.first?.event {
            let run = rest.prefix { $0.event.day == first.day && $0.event.kind == first.kind }
            rest = rest.dropFirst(run.count)
            let what = "\(run.count) \(first.kind.words)s of \(first.day)"
            guard let sum = EventSum(run.map(\.event)) else {
                for (event, raw) in run {
                    page.setAside(
                        "E12", of: Actions.dataset, key: "\(symbol)|\(event.day)|\(event.kind.rawValue)", raw: raw,
                        tick: event.day.number)
                }
                page.remark("E12", "\(symbol): the \(what) cannot be added up; they are set aside")
                doubt(first.day, first.kind, "E12")
                continue
            }
            // Prices are refused in another currency; what is paid in one is kept as sent.
            if !sum.event.currency.isEmpty, sum.event.currency != "USD" {
                page.remark(
                    "E12",
                    """
                    \(symbol): the \(first.kind.words) of \(first.day) is in \(sum.event.currency), and prices are in \
                    USD
                    """
                )
            }
            if sum.parts.count > 1 {
                let parts = sum.parts.map(\.figures).joined(separator: first.kind == .split ? " x " : " + ")
                page.remark("E3", "\(symbol): the \(what) are one row: \(parts) = \(sum.event.figures)")
            } else if run.count > 1 {
                page.flag("E3", "\(symbol): the \(what) are the same, \(sum.event.figures), and count once")
            }
            result.append(sum.event)
        }
        return result
    }
}
