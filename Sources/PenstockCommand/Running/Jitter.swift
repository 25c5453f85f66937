import Orchestrator

/// `--jitter`: a random wait before a run, for schedulers that have none of their own.
struct Jitter {
    let seconds: Double

    init(_ typed: String?) throws {
        seconds = try typed.map { try SettingText($0, source: "--jitter").seconds(0...86_400) } ?? 0
    }

    /// Ends early when the run is to stop.
    func wait(_ stop: StopSignal) async {
        guard seconds > 0 else { return }
        await stop.sleep(for: .seconds(Double.random(in: 0...seconds)))
    }
}
