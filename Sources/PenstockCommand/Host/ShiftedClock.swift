import Tabular
import Upstream

/// The host's clock moved to another present (`PENSTOCK_NOW`); from there it goes on as usual.
struct ShiftedClock: UpstreamClock {
    private let host = SystemClock()
    private let shift: Int64

    init(startingAt now: Instant) {
        shift = now.microseconds - host.now().microseconds
    }

    func now() -> Instant { Instant(microseconds: host.now().microseconds + shift) }

    func sleep(until time: Instant) async throws {
        try await host.sleep(until: Instant(microseconds: time.microseconds - shift))
    }
}
