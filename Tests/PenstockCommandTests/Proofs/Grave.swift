import Foundation
import Synchronization

/// A run that is killed in this process: what was on the disk at a question is kept, and put in the place of all that
/// came after it. Runs of these tests ask one question after the other, and write nothing while one is asked.
final class Grave: Sendable {
    private let folder: String
    private let log: AnswerLog
    /// How many answers had been given.
    private let answers = Mutex<Int?>(nil)

    init(folder: String, log: AnswerLog) {
        (self.folder, self.log) = (folder, log)
    }

    /// Keeps what is there.
    func dig() {
        guard (try? FileManager.default.copyItem(atPath: "\(folder)/data", toPath: "\(folder)/killed")) != nil else {
            return
        }
        answers.withLock { $0 = log.entries.count }
    }

    /// After the run: nothing happened that was later. Whether it was killed at all: a run may end before its question.
    func bury() throws -> Bool {
        guard let count = answers.withLock(\.self) else { return false }
        log.keep(first: count)
        try FileManager.default.removeItem(atPath: "\(folder)/data")
        try FileManager.default.moveItem(atPath: "\(folder)/killed", toPath: "\(folder)/data")
        return true
    }
}
