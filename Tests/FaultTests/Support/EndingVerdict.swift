import Foundation

/// Whether a run that was hit ended as it may.
struct EndingVerdict {
    /// What is wrong, a line each.
    let faults: [String]
    /// It said that all was done, so it has to be.
    let claimsSuccess: Bool

    /// `success`: the exit codes that say so.
    init(kind: FaultKind, ending: ShimmedRun.Ending, success: Set<Int32>) {
        if ending.hasHung {
            (faults, claimsSuccess) = (["does not end"], false)
            return
        }
        if let signal = ending.signal {
            let isExpected = kind.endsProcess && ending.wasHit && signal == SIGKILL
            (faults, claimsSuccess) = (
                isExpected ? [] : ["signal \(signal) ends it: \(ending.errors.prefix(300))"], false
            )
            return
        }
        if success.contains(ending.exitCode) {
            (faults, claimsSuccess) = ([], true)
            return
        }
        claimsSuccess = false
        let hits = ending.calls.filter(\.isHit)
        guard let first = hits.first, kind != .short else {
            faults = ["ends with \(ending.exitCode) and nothing failed: \(ending.errors.prefix(300))"]
            return
        }
        var faults: [String] = []
        if ![73, 74].contains(ending.exitCode) { faults.append("ends with \(ending.exitCode)") }
        // On a disk that stays full a log's line may be the first that is lost, and a file what ends the run. The
        // folder says it too. The folder of all has no name in a call: what is below it names it.
        let names =
            hits.flatMap { $0.path.isEmpty ? [ending.folder] : [$0.fileName, $0.folder] }.filter { !$0.isEmpty } + [
                "database"
            ]
        if !names.contains(where: ending.errors.contains) { faults.append("does not name \(first.fileName)") }
        self.faults = faults.map { "\($0): \(ending.errors.prefix(300))" }
    }
}
