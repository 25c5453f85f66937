/// Golden texts without what differs from run to run and from machine to machine: how long something took, and the
/// minute in which it ended.
enum Steady {
    /// A duration at the end of a line is `0.1 s`, and a time within the first half of an hour is the full hour: every
    /// present of these tests is one (`PENSTOCK_NOW`), and goes on from there.
    static func times(_ text: String) -> String {
        text.replacing(/(\d+ h \d+ min|\d+ min \d+ s|\d+ min|\d+(\.\d)? s)( ago)?( ?\n)/) {
            "0.1 s\($0.3 ?? "")\($0.4)"
        }
        .replacing(/T(\d\d):[0-2]\d:\d\d(\.\d+)?Z/) { "T\($0.1):00:00Z" }
    }
}
