import Foundation

/// A point carried out: the run that is hit, the run that goes on from there, and what is then not as without a fault.
struct FaultTrial: Sendable {
    struct Result: Sendable {
        let point: FaultPoint
        /// The call that was hit; nil: the run had ended before it.
        var hit: FileCall?
        var wasHit: Bool
        /// Of the run that was hit; nil: a signal ended it, as it should.
        var exitCode: Int32?
        /// What is wrong, a line each.
        var faults: [String] = []

        /// What went wrong, and how to have it again.
        var line: String {
            let place = hit.map { " (\($0.name) \($0.path) \($0.detail))" } ?? ""
            return "PENSTOCK_FAULT_POINT=\(point) swift test --filter FaultTests\(place): "
                + faults.prefix(3).joined(separator: "; ")
        }
    }

    let point: FaultPoint
    let step: Scenario.Step
    /// Without it the archive is looked at as the hit left it: a control, which has to find differences.
    var goesOn = true

    func result(in folder: String) async throws -> Result {
        try step.before.write(to: folder)
        defer {
            if FaultSettings.current.point == nil { try? FileManager.default.removeItem(atPath: folder) }
        }
        let run = step.run(in: folder)
        if FaultSettings.current.point == point {
            try step.before.write(to: folder + "-by-hand")
            print("by hand: " + (try step.run(in: folder + "-by-hand").line(point.kind, at: point.call)))
        }
        let first = try await run.end(point.kind, at: point.call)
        var result = Result(
            point: point, hit: first.hit, wasHit: first.wasHit, exitCode: first.signal == nil ? first.exitCode : nil)
        let verdict = EndingVerdict(kind: point.kind, ending: first, success: [step.exitCode, 0])
        result.faults += verdict.faults
        if verdict.claimsSuccess {
            result.faults += differences(in: folder).map { "ended with \(first.exitCode), but " + $0 }
        }
        guard goesOn else {
            result.faults += differences(in: folder)
            return result
        }
        if point.kind == .twice {
            let second = try await run.end(.kill, at: point.detail)
            result.faults += EndingVerdict(kind: .kill, ending: second, success: step.acceptedCodes).faults.map {
                "second run: " + $0
            }
        }
        result.faults += try await repeated(in: folder)
        return result
    }

    /// The same line without a fault, and what is then wrong.
    func repeated(in folder: String) async throws -> [String] {
        let ending = try await step.run(in: folder).end()
        if ending.hasHung { return ["the next run does not end"] }
        if let signal = ending.signal { return ["signal \(signal) ends the next run"] }
        guard step.acceptedCodes.contains(ending.exitCode) else {
            return ["the next run ends with \(ending.exitCode): \(ending.errors.prefix(300))"]
        }
        // A process more: where thousands of points are tried, for some of them.
        let isAsked =
            step.after.files.keys.contains { $0.hasSuffix(".gz") }
            && (!FaultSettings.current.isWhole || point.call % 8 == 0)
        let doubts = isAsked ? try await step.doubts(in: folder) : nil
        return differences(in: folder) + [doubts].compactMap(\.self)
    }

    func differences(in folder: String) -> [String] {
        do {
            return try ArchiveContents(reading: folder).differences(from: step.expected)
        } catch {
            return ["cannot be read: \(error)"]
        }
    }
}
