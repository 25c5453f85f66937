import Orchestrator

/// `--jitter`: a random wait before a run, for schedulers that have none of their own.
struct Jitter {
    let seconds: Double

    /// Ends early when the run is to stop.
    func wait(_ stop: StopSignal) async {
        guard seconds > 0 else { return }
        await stop.sleep(for: .seconds(Double.random(in: 0...seconds)))
    }
}
