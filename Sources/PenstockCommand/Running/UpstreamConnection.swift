import MarketCalendar
import Orchestrator
import Tabular
import Upstream

/// How a run reaches its upstreams, and what it takes for the present: live, from a folder of exchanges, or live and
/// written to one.
struct UpstreamConnection {
    let transport: any Transport
    let clock: any UpstreamClock
    /// Out of a folder of exchanges: nobody is asked.
    var isReplay = false

    /// Whoever opens one has to shut its transport down.
    static func open(_ values: SettingValues, host: Host) async throws -> UpstreamConnection {
        let testing = try TestingEnvironment(host.environment)
        let (replay, record) = try folders(values)
        if let replay {
            let transport = try self.replay(replay, host: host)
            return UpstreamConnection(
                transport: transport, clock: testing.now.map { ReplayClock($0) } ?? transport.makeClock(),
                isReplay: true)
        }
        try CertificateFiles.check(host.environment)
        let present = clock(testing)
        let live = LiveTransport(environment: host.environment, clock: present)
        guard let record else { return UpstreamConnection(transport: live, clock: present) }
        do {
            let recording = try RecordingTransport(
                wrapping: live, directory: host.absolute(record.text), now: present.now())
            return UpstreamConnection(transport: recording, clock: present)
        } catch {
            await live.shutdown()
            throw RunFailure(
                error.code == .unwritable ? .cannotWrite : .usage, "\(record.source): \(error)",
                fix: "name a folder that is not there yet, or an empty one")
        }
    }

    /// The present of a run that is not going to ask.
    static func now(_ values: SettingValues, host: Host) throws -> Instant {
        if let now = try TestingEnvironment(host.environment).now { return now }
        if let replay = try folders(values).replay { return try self.replay(replay, host: host).now }
        return try present(host)
    }

    /// The present of the host, whatever a replay says. Only the calendars that this build has rows of are asked:
    /// another exchange's may begin later or end earlier.
    static func present(_ host: Host) throws -> Instant {
        let now = clock(try TestingEnvironment(host.environment)).now()
        // Where no session is known any more, nothing would be missing.
        for calendar in host.calendars where now.dayUTC < calendar.firstDay || now.dayUTC > calendar.lastDay {
            throw RunFailure(now: now, outside: calendar)
        }
        return now
    }

    private static func clock(_ testing: TestingEnvironment) -> any UpstreamClock {
        testing.now.map { ShiftedClock(startingAt: $0) } ?? SystemClock()
    }

    private static func folders(_ values: SettingValues) throws -> (replay: SettingText?, record: SettingText?) {
        let (replay, record) = (values.replay, values.record)
        if let replay, let record {
            throw RunFailure(
                .usage, "\(replay.source) and \(record.source) cannot be used together",
                fix: "a replay is a recording already")
        }
        return (replay, record)
    }

    private static func replay(_ folder: SettingText, host: Host) throws -> ReplayTransport {
        do {
            return try ReplayTransport(directory: host.absolute(folder.text))
        } catch {
            throw RunFailure(
                .usage, "\(folder.source): \(error)",
                fix: "name a folder of exchanges, such as --replay fixtures/equities")
        }
    }
}

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
