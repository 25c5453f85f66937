// The only file that needs Foundation: the zones' rules.
import Foundation

/// A time zone of the IANA database, as the offsets that it has from 1990 to 2070.
package struct ZoneClock: Sendable, Hashable {
    /// A stretch of time with one offset.
    struct Stretch: Sendable, Hashable {
        /// Seconds since 1970; `Int.min` for the first.
        let start: Int
        /// Seconds to add to UTC.
        let offset: Int
    }

    package let name: String
    let stretches: [Stretch]

    package init(named name: String) throws(SchedulingError) {
        let isIANA = name == "UTC" || name.contains("/")
        // TimeZone also takes "EST" or "GMT+5", which `TZ=` and systemd read otherwise.
        guard isIANA, name.utf8.allSatisfy(Self.isOfName), let zone = TimeZone(identifier: name) else {
            let known = TimeZone.knownTimeZoneIdentifiers
            func plain(_ name: Substring) -> String { name.lowercased().filter(\.isLetter) }
            let last = plain(name.split(separator: "/").last ?? "")
            let near =
                known.first { plain($0[...]) == plain(name[...]) }
                ?? known.first { plain($0.split(separator: "/").last ?? "") == last }
            let meant =
                near.map { "Did you mean '\($0)'?" } ?? "Use a name of the IANA list, such as America/New_York or UTC."
            throw SchedulingError(.zone, "no time zone is named '\(name)'", fix: meant)
        }
        self.name = name
        var stretches = [Stretch(start: .min, offset: zone.secondsFromGMT(for: Self.date(Self.first)))]
        var at = Self.date(Self.first)
        while let next = zone.nextDaylightSavingTimeTransition(after: at),
            next.timeIntervalSince1970 < Double(Self.last), next > at
        {
            let start = Int(next.timeIntervalSince1970.rounded())
            let offset = zone.secondsFromGMT(for: Self.date(start))
            if offset != stretches.last?.offset { stretches.append(Stretch(start: start, offset: offset)) }
            at = next
        }
        self.stretches = stretches
    }

    /// Whether it ever shows another time than UTC.
    var isEverOff: Bool { stretches.contains { $0.offset != 0 } }

    /// The zone of this machine.
    package static func ofMachine() throws(SchedulingError) -> ZoneClock {
        // What a machine without a setting is called.
        let name = TimeZone.current.identifier
        return try ZoneClock(named: name == "GMT" ? "UTC" : name)
    }

    /// 1990-01-01 and 2070-01-01 in UTC.
    private static let first = 7_305 * 86_400
    private static let last = 36_525 * 86_400

    private static func date(_ seconds: Int) -> Date { Date(timeIntervalSince1970: Double(seconds)) }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: [UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
        }
    }
}

/// A moment at which a zone's clocks are set forward (they skip a stretch) or back (they show a stretch twice).
struct ClockChange: Hashable, Sendable {
    let instant: Int
    /// Seconds to add to UTC.
    let before: Int
    let after: Int

    var isSkip: Bool { after > before }

    /// Seconds of the local clock since 1970 that are skipped, or shown twice.
    var local: Range<Int> {
        isSkip ? instant + before..<instant + after : instant + after..<instant + before
    }
}

extension ZoneClock {
    /// Seconds to add to UTC at an instant, in seconds since 1970.
    package func offset(at instant: Int) -> Int {
        var low = 0
        var high = stretches.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if stretches[middle].start <= instant { low = middle } else { high = middle }
        }
        return stretches[low].offset
    }

    /// The instants of a span at which the offset changes.
    func changes(in span: Range<Int>) -> [ClockChange] {
        zip(stretches, stretches.dropFirst())
            .filter { span.contains($0.1.start) }
            .map { ClockChange(instant: $0.1.start, before: $0.0.offset, after: $0.1.offset) }
    }

    func local(_ instant: Int) -> LocalTime { LocalTime(instant: instant, offset: offset(at: instant)) }
}
