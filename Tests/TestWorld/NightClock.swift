package import PluginTesting
import Synchronization
package import Tabular
import Upstream

/// The clock of a night: the host's, which may be wrong, and the upstreams', which goes with it and may say nothing.
package struct NightClock: Sendable {
    package let host: ManualClock
    private let start: Instant
    private let upstream: Instant
    /// Upstreams that do not say what time it is.
    package var silent: Set<String> = []
    /// Seconds by which an upstream's own clock is ahead of the true time.
    package var skews: [String: Int64] = [:]

    /// - Parameter ahead: seconds by which the host's clock is ahead of the upstreams'.
    package init(_ now: Instant, ahead: Int64 = 0) {
        upstream = now
        start = now.adding(seconds: ahead)
        host = ManualClock(start, isSelfAdvancing: true)
    }

    /// Waits move the host's clock on, and the upstreams' with it.
    package func headers(_ type: String, of name: String) -> [String: String] {
        guard !silent.contains(name), !silent.contains("*") else { return ["content-type": type] }
        let now = upstream.adding(seconds: Int64(host.now().seconds(since: start)) + (skews[name] ?? 0))
        return ["content-type": type, "date": HTTPDate.text(now)]
    }
}

/// What is wrong with clocks, for the nights that follow.
package final class Hands: Sendable {
    private struct State {
        var ahead: Int64 = 0
        var silent: Set<String> = []
        var skews: [String: Int64] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// Seconds by which the host's clock is ahead.
    package var ahead: Int64 {
        get { state.withLock(\.ahead) }
        set { state.withLock { $0.ahead = newValue } }
    }
    /// Upstreams that do not say what time it is; `*`: none does.
    package var silent: Set<String> {
        get { state.withLock(\.silent) }
        set { state.withLock { $0.silent = newValue } }
    }
    package var skews: [String: Int64] {
        get { state.withLock(\.skews) }
        set { state.withLock { $0.skews = newValue } }
    }

    package func clock(_ now: Instant) -> NightClock {
        var clock = NightClock(now, ahead: ahead)
        clock.silent = silent
        clock.skews = skews
        return clock
    }
}
