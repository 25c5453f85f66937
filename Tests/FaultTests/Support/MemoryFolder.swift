import Foundation

/// A folder of one test, gone with it unless it is to stay. In memory where the system has such a place: thousands of runs sync a lot.
final class MemoryFolder: Sendable {
    let path: String
    private let stays: Bool

    init(stays: Bool = false) throws {
        self.stays = stays
        let memory = "/dev/shm"
        let parent =
            FileManager.default.isWritableFile(atPath: memory)
            ? memory : FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        path = parent + "/penstock-faults-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        if !stays { try? FileManager.default.removeItem(atPath: path) }
    }
}
