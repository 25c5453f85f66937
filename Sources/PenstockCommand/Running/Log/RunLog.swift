import Host
import LosslessJSON
import Orchestrator
import Tabular
import Upstream

/// The log of one run: a file of its own, a line for each thing that happened, written at once so that a killed run's
/// log is whole.
final class RunLog: Sendable {
    let path: String
    let isVerbose: Bool
    private let descriptor: Int32
    private let clock: ShiftedClock
    private let format: LogFormat

    /// Makes the directory and the file; the first line is in it when this returns.
    init(planned: PlannedJob, user: String, now: Instant, isVerbose: Bool) throws {
        do {
            try NamedPlace.makeDirectory(planned.logDirectory)
            (path, descriptor) = try Self.create(
                in: planned.logDirectory, stem: "\(planned.logStem)_\(WallTime(seconds: now.seconds).stamp)")
        } catch {
            throw LogWording.cannotMake(planned.logDirectory, error)
        }
        self.isVerbose = isVerbose
        self.format = planned.logFormat
        self.clock = ShiftedClock(startingAt: now)
        write(
            "run",
            LogWording.head(
                job: planned.job.name, archive: planned.job.archive, user: user,
                zone: WallTime(seconds: now.seconds).zone))
    }

    /// A line more in the log of a run that is over.
    static func append(_ kind: String, _ text: String, to run: FinishedRun, at time: Instant) {
        let descriptor = open(run.log, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = Terminal.write(run.planned.logFormat.line(time, kind, text) + "\n", to: descriptor)
        close(descriptor)
    }

    deinit { close(descriptor) }

    /// One line, whatever line ends are in the text. A log that can no longer be written does not end a run.
    func write(_ kind: String, _ text: String) {
        _ = Terminal.write(format.line(clock.now(), kind, text) + "\n", to: descriptor)
    }

    /// Two runs in one second get different names.
    private static func create(in directory: String, stem: String) throws(SystemError) -> (String, Int32) {
        var path = ""
        for number in 1...10_000 {
            path = "\(directory)/\(stem)\(number == 1 ? "" : "-\(number)").log"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (path, descriptor) }
            guard errno == EEXIST else { throw SystemError(call: .create, path: path, errno: errno) }
        }
        throw SystemError(call: .create, path: path, errno: EEXIST)
    }
}

/// What a log's lines are.
enum LogFormat: String, CaseIterable {
    case text
    /// An object a line: `{"time": ..., "kind": ..., "message": ...}`.
    case json

    /// One line without its end, whatever line ends are in the text.
    func line(_ time: Instant, _ kind: String, _ text: String) -> String {
        let time = time.text(fractionDigits: 3)
        switch self {
        case .text: return "\(time) \(kind): \(text.split(whereSeparator: \.isNewline).joined(separator: " | "))"
        case .json:
            return JSONOutput.object(["time": time, "kind": kind, "message": text]).text(.spaced)
        }
    }
}
