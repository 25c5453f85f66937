import Tabular
import TestWorld
import Testing

@testable import Archive

/// The lock that keeps a second writer out of an archive.
@Suite("The lock")
struct LockTests {
    let directory: TemporaryFolder

    init() throws { directory = try TemporaryFolder(inMemory: true) }

    private func open(holder: String, wait: Double = 0) throws -> Archive {
        try Archive.open(
            at: directory["data"], birth: ArchiveBirth(sinks: ["lines"], start: nil, created: Samples.noon(0)),
            sinks: Samples.sinks,
            lock: LockRequest(wait: wait, holder: holder), now: Samples.noon(0))
    }

    @Test("two writers: the second is refused and told who the first is")
    func busy() throws {
        let first = try open(holder: "update equities, pid 1, since 06:00")
        let began = ContinuousClock.now
        let error = #expect(throws: ArchiveError.self) { try open(holder: "second") }
        #expect(error?.code == .locked)
        #expect(error?.message.contains("update equities, pid 1, since 06:00") == true)
        #expect(ContinuousClock.now - began < .seconds(1))
        try first.close()
        try open(holder: "second").close()
    }

    @Test("with a wait the second is refused after it")
    func wait() throws {
        let first = try open(holder: "first")
        let began = ContinuousClock.now
        let error = #expect(throws: ArchiveError.self) { try open(holder: "second", wait: 0.2) }
        #expect(error?.code == .locked)
        #expect(ContinuousClock.now - began >= .seconds(0.2))
        try first.close()
    }

    @Test("the lock goes with its holder, whose text is no obstacle, however long it was")
    func stale() throws {
        do { _ = try open(holder: String(repeating: "x", count: 500)) }
        let second = try open(holder: "second")
        #expect(directory.content("data/archive.lock") == "second\n")
        #expect(second.reader.writer == "second")
    }
}
