import Archive
import Orchestrator
import Tabular

/// Variables for testers and nobody else; docs/testing.md names them.
///
/// - `PENSTOCK_COMMIT_BYTES`: commit after so many bytes of output instead of 64 MiB, so that a small job has many
///   commits to be killed between.
/// - `PENSTOCK_COMMIT_SECONDS`: commit so many seconds after a group's first page instead of 5, so that how fast a
///   machine is makes no more or fewer commits.
/// - `PENSTOCK_NOW`: an instant such as `2026-11-23T22:00:00Z` that the run takes for the present.
struct TestingEnvironment {
    static let names = ["PENSTOCK_COMMIT_BYTES", "PENSTOCK_COMMIT_SECONDS", "PENSTOCK_NOW"]

    let threshold: CommitThreshold
    let now: Instant?

    init(_ environment: [String: String]) throws {
        var threshold = CommitThreshold()
        if let text = environment["PENSTOCK_COMMIT_BYTES"], !text.isEmpty {
            threshold.bytes = try SettingText(text, source: "PENSTOCK_COMMIT_BYTES").whole(
                1...(1 << 40), example: 65_536)
        }
        if let text = environment["PENSTOCK_COMMIT_SECONDS"], !text.isEmpty {
            threshold.seconds = try SettingText(text, source: "PENSTOCK_COMMIT_SECONDS").seconds(0...86_400)
        }
        self.threshold = threshold
        guard let text = environment["PENSTOCK_NOW"], !text.isEmpty else {
            now = nil
            return
        }
        guard let instant = Instant(text) else {
            throw RunFailure(
                .usage, "PENSTOCK_NOW=\(text): it has to be an instant",
                fix: "such as PENSTOCK_NOW=2026-11-23T22:00:00Z")
        }
        now = instant
    }
}
