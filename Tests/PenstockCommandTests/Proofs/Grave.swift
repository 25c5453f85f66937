import Foundation
import Orchestrator
import Synchronization

/// A run that is killed in this process: what was on the disk at a moment is kept, and put in the place of all that
/// came after it. Nothing may be written while it is copied: runs that ask one upstream at a time write nothing while
/// they do; of others it is the writer itself that copies, at the next event.
final class Grave: RunObserver {
    private let folder: String
    private let log: AnswerLog
    private let asksOneUpstream: Bool
    private let next: any RunObserver
    private struct State {
        var isDue = false
        /// How many answers had been given.
        var answers: Int?
    }
    private let state = Mutex(State())

    /// - Parameter next: who sees the run's events, too.
    init(folder: String, log: AnswerLog, asksOneUpstream: Bool, next: any RunObserver) {
        (self.folder, self.log, self.asksOneUpstream, self.next) = (folder, log, asksOneUpstream, next)
    }

    /// Keeps what is there, or will be at the next event.
    func dig() {
        if asksOneUpstream { copy() } else { state.withLock { $0.isDue = true } }
    }

    func observe(_ event: RunEvent) {
        if state.withLock(\.isDue) { copy() }
        next.observe(event)
    }

    /// The first time counts.
    private func copy() {
        guard (try? FileManager.default.copyItem(atPath: "\(folder)/data", toPath: "\(folder)/killed")) != nil else {
            return
        }
        state.withLock { $0 = State(answers: log.entries.count) }
    }

    /// After the run: nothing happened that was later. Whether it was killed at all: a run may end before its question.
    func bury() throws -> Bool {
        guard let count = state.withLock(\.answers) else { return false }
        log.keep(first: count)
        try FileManager.default.removeItem(atPath: "\(folder)/data")
        try FileManager.default.moveItem(atPath: "\(folder)/killed", toPath: "\(folder)/data")
        return true
    }
}
