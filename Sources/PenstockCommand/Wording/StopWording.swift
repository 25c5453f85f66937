/// What is said when a signal comes.
enum StopWording {
    static let stopping = "stopping: committing what was received..."
    static let atOnce = "stopped at once; what was not committed is asked for again by the next run"
}
