/// A time on the exchange's own clock, in seconds since its midnight.
struct TimeOfDay: Hashable, Sendable {
    let seconds: Int

    init(_ hour: Int, _ minute: Int) {
        self.seconds = hour * 3600 + minute * 60
    }
}
