import Foundation
import TestWorld

/// A run of the built command in a folder that is its home, with the shim before libc.
struct ShimmedRun: Sendable {
    /// How it ended.
    struct Ending: Sendable {
        let exitCode: Int32
        /// The signal that ended it.
        let signal: Int32?
        /// It did not end by itself in a minute.
        let hasHung: Bool
        let errors: String
        /// In which it ran.
        let folder: String
        /// What it changed, as far as it came.
        let calls: [FileCall]

        /// Whether the fault came to pass.
        var wasHit: Bool { calls.contains(where: \.isHit) }
        var hit: FileCall? { calls.first(where: \.isHit) }
    }

    let arguments: [String]
    let environment: [String: String]
    let folder: String

    /// With a fault, or with its calls listed only; `record` names a file for the calls and their bytes.
    func end(
        _ kind: FaultKind? = nil, at call: Int = 0, ignoring syncs: IgnoredSyncs? = nil,
        recordingTo record: String? = nil
    ) async throws -> Ending {
        let log = folder + ".log"
        defer { try? FileManager.default.removeItem(atPath: log) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let process = try PenstockProcess(
            arguments, in: folder, environment: environment.merging(try shim(kind, call, syncs, record, log)) { $1 })
        let deadline = ContinuousClock.now + .seconds(60)
        var hasHung = false
        while process.isRunning {
            if ContinuousClock.now > deadline {
                hasHung = true
                process.send(SIGKILL)
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        let outcome = try await process.wait()
        let text = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return Ending(
            exitCode: outcome.exitCode, signal: outcome.wasKilled ? outcome.exitCode : nil, hasHung: hasHung,
            errors: outcome.errors,
            folder: folder,
            calls: FileCall.log(text, in: folder))
    }

    /// How a person does the same.
    func line(_ kind: FaultKind, at call: Int) throws -> String {
        let shim = try shim(kind, call, nil, nil, folder + ".log")
        let variables = shim.merging(environment) { $1 }.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(
            separator: " ")
        let words = arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
        return "cd \(folder) && HOME=\(folder) TZ=UTC \(variables) \(try PenstockProcess.executable().path) \(words)"
    }

    private func shim(
        _ kind: FaultKind?, _ call: Int, _ syncs: IgnoredSyncs?, _ record: String?, _ log: String
    ) throws -> [String: String] {
        let library = try PenstockProcess.built("libFaultShim.so")
        guard FileManager.default.isReadableFile(atPath: library.path) else {
            throw CocoaError(.fileNoSuchFile, userInfo: ["path": library.path])
        }
        var values = ["LD_PRELOAD": library.path, "FAULT_ROOT": folder, "FAULT_LOG": log]
        if let kind {
            values["FAULT_KIND"] = kind.shimName
            values["FAULT_AT"] = "\(call)"
        }
        values["FAULT_SYNCS"] = syncs?.rawValue
        values["FAULT_RECORD"] = record
        return values
    }
}
