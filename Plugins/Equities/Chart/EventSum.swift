import Tabular

/// Several events of one kind on one day as one row: what is paid together, or the shares that are left after all
/// splits. An event that is there twice, with the same figures and in the same currency, is one: Yahoo repeats events
/// under another time of the day.
struct EventSum {
    let event: ChartEvent
    /// Each that counts, in the order of the answer.
    let parts: [ChartEvent]

    /// nil where they cannot be added: amounts in several currencies, or figures too long to be added exactly.
    init?(_ events: [ChartEvent]) {
        var parts: [ChartEvent] = []
        for event in events where !parts.contains(where: { EventSum.isSame($0, event) }) { parts.append(event) }
        guard let first = parts.first, Set(parts.map(\.currency)).count == 1 else { return nil }
        self.parts = parts
        if parts.count == 1 {
            event = first
        } else if first.kind == .split {
            guard let numerator = EventSum.product(parts.map(\.numerator)),
                let denominator = EventSum.product(parts.map(\.denominator)),
                let split = ChartEvent(split: numerator, denominator, first.day)
            else { return nil }
            event = split
        } else {
            guard let sum = EventSum.sum(parts.map(\.amount)) else { return nil }
            let amount = Array(sum.utf8)
            event = ChartEvent(
                kind: first.kind, day: first.day, value: amount, amount: amount, numerator: [], denominator: [],
                currency: first.currency)
        }
    }

    private static func isSame(_ left: ChartEvent, _ right: ChartEvent) -> Bool {
        left.currency == right.currency && DecimalText.isEqual(left.amount, right.amount)
            && DecimalText.isEqual(left.numerator, right.numerator)
            && DecimalText.isEqual(left.denominator, right.denominator)
    }

    private static func sum(_ amounts: [[UInt8]]) -> String? {
        amounts.reduce(Optional(ScaledNumber(digits: 0, places: 0))) { sum, amount in
            guard let sum, let next = ScaledNumber(amount) else { return nil }
            return sum.adding(next)
        }?.text(leastPlaces: 1)
    }

    private static func product(_ numbers: [[UInt8]]) -> String? {
        numbers.reduce(Optional(ScaledNumber(digits: 1, places: 0))) { product, number in
            guard let product, let next = ScaledNumber(number) else { return nil }
            return product.multiplied(by: next)
        }?.text(leastPlaces: 0)
    }
}

/// A decimal as a whole number and how many of its digits are behind the point; exact, or not at all.
struct ScaledNumber {
    private let digits: Int128
    private let places: Int

    init(digits: Int128, places: Int) {
        self.digits = digits
        self.places = places
    }

    /// nil for what is no decimal, and for one of more than 30 digits.
    init?(_ text: [UInt8]) {
        guard DecimalText.isDecimal(text) else { return nil }
        let parts = text.split(whereSeparator: { $0 | 0x20 == UInt8(ascii: "e") })
        guard let mantissa = parts.first,
            let power = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) : 0,
            abs(power) <= 30, mantissa.count <= 32
        else { return nil }
        let fraction = mantissa.drop { $0 != UInt8(ascii: ".") }.dropFirst()
        guard let whole = Int128(String(decoding: mantissa.filter { $0 != UInt8(ascii: ".") }, as: UTF8.self)) else {
            return nil
        }
        let places = fraction.count - power
        guard let scaled = ScaledNumber.scaled(whole, by: max(0, -places)) else { return nil }
        self.init(digits: scaled, places: max(0, places))
    }

    func adding(_ other: ScaledNumber) -> ScaledNumber? {
        let places = max(places, other.places)
        guard let left = ScaledNumber.scaled(digits, by: places - self.places),
            let right = ScaledNumber.scaled(other.digits, by: places - other.places)
        else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : ScaledNumber(digits: sum, places: places)
    }

    func multiplied(by other: ScaledNumber) -> ScaledNumber? {
        let (product, overflow) = digits.multipliedReportingOverflow(by: other.digits)
        return overflow ? nil : ScaledNumber(digits: product, places: places + other.places)
    }

    /// Without zeros at the end, but for `leastPlaces` behind the point.
    func text(leastPlaces: Int) -> String {
        var (digits, places) = (digits, places)
        while places > leastPlaces, digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        if places < leastPlaces, let scaled = ScaledNumber.scaled(digits, by: leastPlaces - places) {
            (digits, places) = (scaled, leastPlaces)
        }
        let text = String(digits.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - text.utf8.count)) + text
        let sign = digits < 0 ? "-" : ""
        return places == 0 ? sign + padded : "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
    }

    private static func scaled(_ digits: Int128, by places: Int) -> Int128? {
        var result = digits
        for _ in 0..<places {
            let (next, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = next
        }
        return result
    }
}
