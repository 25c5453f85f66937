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
