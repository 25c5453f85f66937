import Foundation
import Host
import Testing

/// How the host's facts are written: digits, times of the wall, errors of calls.
@Suite("Digits and times of the host")
struct HostWordsTests {
    @Test("hexadecimal digits of bytes and of numbers")
    func hexadecimal() {
        #expect(
            Hexadecimal.text(of: [0, 1, 0x7F, 0xFF] as [UInt8]) == "00017fff"
                && Hexadecimal.text(of: [] as [UInt8]) == "")
        #expect(
            Hexadecimal.digits(0x1F as UInt8, width: 4) == "001f"
                && Hexadecimal.digits(0x1F, width: 2, uppercase: true) == "1F")
        #expect(Hexadecimal.digits(0x12345, width: 4) == "12345")
    }

    @Test("a time as the clock on the wall shows it has no offset, and the same zone as Foundation's")
    func wall() {
        let seconds: Int64 = 1_795_493_617
        let time = WallTime(seconds: seconds)
        let parts = Calendar.current.dateComponents(in: .current, from: Date(timeIntervalSince1970: Double(seconds)))
        let day = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        let clock = String(format: "%02d:%02d:%02d", parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
        #expect(time.text == "\(day) \(clock)")
        #expect(time.stamp == "\(day)_\(clock)".filter { !"-:".contains($0) })
        #expect(time.zone.wholeMatch(of: /\S+ \(UTC[+-]\d\d:\d\d\)/) != nil)
    }

    @Test("an error says which call, on what, and why")
    func errors() {
        let error = SystemError(call: .rename, path: "/a/b", errno: EACCES)
        #expect("\(error)" == "rename /a/b: Permission denied" && error.isRefusal && !error.isAbsence)
        #expect(SystemError(call: .open, path: "/a", errno: ENOENT).isAbsence)
        #expect(SystemFault(ENOSPC).reason == "No space left on device")
    }
}
