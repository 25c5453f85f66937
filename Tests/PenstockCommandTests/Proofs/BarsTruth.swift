import Foundation
import Tabular
import TestWorld

/// What is claimed of bars, held against the fake's own answers and the log of what was read. Sessions are the days
/// that the fake trades on.
struct BarsTruth {
    let desk: ProofDesk
    private let answers: [String?: [AnswerLog.Entry]]
    /// Closed sessions, oldest first.
    let days: [Day]
    private let last: Day?

    /// A price as the upstream keeps it: the archive writes the shortest text of the same number.
    struct Bar: Equatable {
        let close: Float
        let volume: Int
    }

    init(_ desk: ProofDesk) {
        self.desk = desk
        answers = Dictionary(grouping: desk.log.entries.filter(\.isTrue), by: \.symbol)
        // A symbol of which nothing is wrong, for its dates.
        desk.bars.change("REFERENCE") { $0.listed = FakeMarket.day("2024-01-02") }
        days = Self.answer(desk, "REFERENCE").map(\.day)
        last = days.last
    }

    /// Its closed sessions, with nil for a bar of nulls.
    static func answer(_ desk: ProofDesk, _ symbol: String) -> [(day: Day, bar: Bar?)] {
        let body = desk.bars.answer("/v8/finance/chart/\(symbol)?period1=0&period2=4000000000").body
        guard let root = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any],
            let chart = ((root["chart"] as? [String: Any])?["result"] as? [[String: Any]])?.first,
            let stamps = chart["timestamp"] as? [Int64],
            let quote = ((chart["indicators"] as? [String: Any])?["quote"] as? [[String: Any]])?.first,
            let closes = quote["close"] as? [Any], let volumes = quote["volume"] as? [Any]
        else { return [] }
        return stamps.indices.compactMap { place in
            // The bar of a session that runs has the time of the answer.
            guard stamps[place] != desk.now.seconds else { return nil }
            let bar = (closes[place] as? Double).flatMap { close in
                (volumes[place] as? Int).map { Bar(close: Float(close), volume: $0) }
            }
            return (Instant(seconds: stamps[place]).dayUTC, bar)
        }
    }

    func falseClaims(_ claims: [ProofDesk.Claim], isProved: Bool) -> [String] {
        var wrong: [String] = []
        let units = Dictionary(claims.map { ($0.unit, $0) }) { first, _ in first }
        for symbol in Set(units.keys).union(desk.wantedBars.keys).sorted() {
            let there = Dictionary(uniqueKeysWithValues: Self.answer(desk, symbol).map { ($0.day, $0.bar) })
            let stored = stored(symbol)
            if let (day, _) = stored.filter({ there[$0.key] != .some($0.value) }).min(by: { $0.key < $1.key }) {
                wrong.append("\(symbol): the stored row of \(day) is not the true one")
            }
            for part in units[symbol]?.parts ?? [] {
                guard let first = Day(part.first), let last = Day(part.last) else { continue }
                for day in days where first <= day && day <= last {
                    switch part.state {
                    case "stored" where stored[day] == nil:
                        wrong.append("\(symbol): \(day) is called stored and is not")
                    case "empty" where there[day] != nil:
                        wrong.append("\(symbol): \(day) is called empty, and there is a row")
                    case "empty" where !wasRead(symbol, day):
                        wrong.append("\(symbol): \(day) is called empty and was never read")
                    default: break
                    }
                }
            }
            guard let from = desk.wantedBars[symbol], isProved || units[symbol]?.hasHole == false else { continue }
            let proof =
                units[symbol] == nil
                ? "not in the archive, which is proved" : isProved ? "the archive is proved" : "without a hole"
            // The newest one is for the next run.
            for day in days where from <= day && day != last && stored[day] == nil {
                if there[day] != nil {
                    let part = units[symbol]?.parts.first {
                        Day($0.first).map { $0 <= day } ?? false && Day($0.last).map { day <= $0 } ?? false
                    }
                    let told = part.map { $0.state == "stored" ? "" : ", but \($0.state)" } ?? ", nor accounted for"
                    wrong.append("\(symbol): \(proof), and \(day) is not stored\(told)")
                } else if !wasRead(symbol, day) {
                    wrong.append("\(symbol): \(proof), and \(day), which has no row, was never read")
                }
            }
        }
        return wrong
    }

    func stored(_ symbol: String) -> [Day: Bar] {
        var bars: [Day: Bar] = [:]
        for row in desk.rows(ProofDesk.file(symbol)) {
            guard let day = row["date"].flatMap({ Day($0) }), let close = row["close"].flatMap(Float.init),
                let volume = row["volume"].flatMap(Int.init)
            else { continue }
            bars[day] = Bar(close: close, volume: volume)
        }
        return bars
    }

    /// Whether a true answer, given after the session, spoke of it.
    private func wasRead(_ symbol: String, _ day: Day) -> Bool {
        let (noon, close) = (day.startUTC.adding(seconds: 43_200), day.startUTC.adding(seconds: 75_600))
        return answers[symbol]?.contains { $0.reaches(noon) && $0.at >= close } ?? false
    }
}
