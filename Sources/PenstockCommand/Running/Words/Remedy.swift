import Orchestrator

/// What a person does about an exit code.
enum Remedy {
    /// - Parameter run: of the ledger; 0: it came to none.
    /// - Parameter place: ` --data-dir DIR` of an archive that is not where it is by default.
    static func text(for code: ExitCode, run: Int64, place: String = "") -> String {
        let show = run > 0 ? "penstock runs show \(run)\(place)" : "the log"
        return switch code {
        case .success: "nothing"
        case .partial: "\(show) says each reason; what can come back is asked for again by itself"
        case .malformed:
            "nothing was stored of it; \(show) says where the answers differ; a newer penstock may know them"
        case .stale: "penstock status says what is missing, why, and what to do"
        case .unavailable: "look whether the upstream is in reach: penstock doctor; the next run asks again"
        case .cannotWrite: "make room or give permission where the message says; the next run goes on"
        case .integrity: "penstock verify\(place), then penstock verify --repair\(place)"
        case .tryAgain: "run it again: it goes on where it was"
        case .credentials: "renew the key or password that the message names"
        case .configuration: "correct what the message names: penstock config --check"
        default: "\(show) says more"
        }
    }

    /// What an exit code means, in a few words.
    static func meaning(of code: ExitCode) -> String {
        switch code {
        case .success: "done"
        case .partial: "something newly failed, something succeeded"
        case .usage: "usage"
        case .malformed: "answers malformed throughout"
        case .stale: "stale"
        case .unavailable: "nothing succeeded, or an upstream is out of reach or failed many in one way"
        case .cannotWrite: "the archive cannot be written"
        case .integrity: "the archive is not what its record says"
        case .tryAgain: "locked, or stopped before its end"
        case .credentials: "credentials"
        case .configuration: "configuration, a wrong clock, or no archive"
        default: "it did not end by itself"
        }
    }
}
