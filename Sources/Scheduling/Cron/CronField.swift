/// One of the five fields of a cron expression.
enum CronField: String, Sendable, CaseIterable {
    case minute
    case hour
    case day = "day of month"
    case month
    case weekday

    var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .day: 1...31
        case .month: 1...12
        case .weekday: 0...7
        }
    }

    /// All values, with Sunday once.
    var all: [Int] { self == .weekday ? Array(0...6) : Array(range) }

    var names: [String] {
        switch self {
        case .month: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        case .weekday: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
        default: []
        }
    }

    private var allowed: String {
        switch self {
        case .month: "1-12 or JAN-DEC"
        case .weekday: "0-7 (0 and 7 are Sunday) or SUN-SAT"
        default: "\(range.lowerBound)-\(range.upperBound)"
        }
    }

    private var example: String {
        switch self {
        case .minute: "'0', '*/15' or '5,35'"
        case .hour: "'6', '*/6' or '9-16'"
        case .day: "'1', '1,15' or '*'"
        case .month: "'*', '1-6' or 'JAN'"
        case .weekday: "'2-6', 'MON-FRI' or '*'"
        }
    }

    /// The values of `1-5,7`, sorted, each once; nil for all.
    func values(_ text: some StringProtocol) throws(SchedulingError) -> [Int]? {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.formUnion(try self.part(String(part), of: String(text)))
        }
        if self == .weekday, values.remove(7) != nil { values.insert(0) }
        return values.count == all.count ? nil : values.sorted()
    }

    private func part(_ part: String, of text: String) throws(SchedulingError) -> [Int] {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let body = halves.first ?? ""
        let span: ClosedRange<Int>
        if body == "*" {
            span = self == .weekday ? 0...6 : range
        } else {
            let ends = body.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let first = try value(ends.first ?? "", of: text)
            var last = ends.count == 2 ? try value(ends[1], of: text) : first
            if self == .weekday, last == 0, ends.count == 2 { last = 7 }
            guard first <= last else {
                let turned = "\(first)-\(range.upperBound),\(range.lowerBound)-\(last)"
                throw error(text, "'\(body)' runs backwards", fix: "Write it as two ranges, such as '\(turned)'.")
            }
            if halves.count == 2, ends.count == 1 {
                throw error(
                    text, "a step needs '*' or a range before the '/'",
                    fix: "Write '\(first)-\(range.upperBound)/\(halves[1])'.")
            }
            span = first...last
        }
        guard halves.count == 2 else { return Array(span) }
        guard let step = Int(halves[1]), step > 0, step <= range.upperBound else {
            throw error(
                text, "the step '\(halves[1])' is no number from 1 to \(range.upperBound)",
                fix: "Use for example \(example).")
        }
        return Array(stride(from: span.lowerBound, through: span.upperBound, by: step))
    }

    private func value(_ text: String, of whole: String) throws(SchedulingError) -> Int {
        if let place = names.firstIndex(of: text.uppercased()) { return place + range.lowerBound }
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if isNumber, let number = Int(text), range.contains(number) { return number }
        let what = text.isEmpty ? "a value is missing" : "'\(text)' is not allowed: only \(allowed)"
        throw error(whole, what, fix: "Use for example \(example).")
    }

    private func error(_ text: String, _ what: String, fix: String) -> SchedulingError {
        SchedulingError(.field, "\(rawValue) '\(text)': \(what)", fix: fix)
    }
}
