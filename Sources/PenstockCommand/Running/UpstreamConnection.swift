import Orchestrator
import Tabular
import Upstream

/// How a run reaches its upstreams, and what it takes for the present: live, from a folder of exchanges, or live and written to one.
struct UpstreamConnection {
    let transport: any Transport
    let clock: any UpstreamClock
    /// For the log's name: the present of the host, not of a replay.
    let hostNow: Instant

    /// - Parameter isDry: nothing is going to be asked or recorded; only the clock is wanted.
    init(_ arguments: UpstreamArguments, host: Host, isDry: Bool = false) throws {
        let lookup = SettingLookup(environment: host.environment)
        let testing = try TestingEnvironment(host.environment)
        let present: any UpstreamClock = testing.now.map { ShiftedClock(startingAt: $0) } ?? SystemClock()
        hostNow = present.now()
        let replay = lookup.find(arguments.replay, "replay")
        let record = lookup.find(arguments.record, "record")
        if let replay, let record {
            throw RunFailure(.usage, "\(replay.source) and \(record.source) cannot be used together", fix: "a replay is a recording already")
        }
        do {
            if let replay {
                let replaying = try ReplayTransport(directory: host.absolute(replay.text))
                transport = replaying
                clock = testing.now.map { ReplayClock($0) } ?? replaying.makeClock()
            } else if let record, !isDry {
                transport = try RecordingTransport(
                    wrapping: LiveTransport(clock: present), directory: host.absolute(record.text), now: present.now())
                clock = present
            } else {
                transport = isDry ? NoTransport() : LiveTransport(clock: present)
                clock = present
            }
        } catch {
            throw RunFailure(
                error.code == .unwritable ? .cannotWrite : .usage, "\((replay ?? record)?.source ?? "--replay"): \(error)",
                fix: replay == nil ? "name a folder that is not there yet, or an empty one" : "name a folder of exchanges, such as --replay fixtures/equities")
        }
    }

    /// The present of a command that asks nothing.
    static func present(_ host: Host) throws -> Instant {
        try TestingEnvironment(host.environment).now ?? SystemClock().now()
    }
}
