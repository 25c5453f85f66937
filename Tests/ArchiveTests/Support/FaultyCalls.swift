import Foundation
import Host
import Synchronization

@testable import Archive

/// The system's calls, with a fault at the n-th that changes something, and a count of all.
final class FaultyCalls: SystemCalls {
    enum Fault: Sendable {
        case none
        /// The call fails once, with an error of the system.
        case fail(at: Int, errno: Int32)
        /// The process is dead from the n-th call on: nothing is done any more. A write is done by half.
        case stop(at: Int)
    }

    private struct State {
        var count = 0
        var log: [String] = []
        var isDead = false
    }

    private let host = HostCalls()
    private let fault: Fault
    private let state = Mutex(State())
    /// Keeps what a loss of power would leave; nil: not looked at.
    let disk: WorstDisk?

    init(_ fault: Fault = .none, disk: WorstDisk? = nil) {
        self.fault = fault
        self.disk = disk
    }

    var count: Int { state.withLock(\.count) }
    var log: [String] { state.withLock(\.log) }
    var hasFaulted: Bool { state.withLock(\.isDead) }
    func reset() { state.withLock { $0.log = [] } }

    private enum Verdict { case proceed, fail, half }

    private func next(_ call: String, _ path: String) -> Verdict {
        let (verdict, error) = state.withLock { state -> (Verdict, Int32) in
            state.count += 1
            state.log.append("\(call) \((path as NSString).lastPathComponent)")
            if state.isDead, case .stop = fault { return (.fail, EIO) }
            switch fault {
            case .none: return (.proceed, 0)
            case .fail(let at, let errno):
                guard state.count == at else { return (.proceed, 0) }
                state.isDead = true
                return (.fail, errno)
            case .stop(let at):
                guard state.count >= at else { return (.proceed, 0) }
                state.isDead = true
                return (.half, EIO)
            }
        }
        if verdict != .proceed { errno = error }
        return verdict
    }

    private func perform(_ call: String, _ path: String, _ body: () -> Int32) -> Int32 {
        next(call, path) == .proceed ? body() : -1
    }

    func open(_ place: FilePlace, _ flags: Int32) -> Int32 {
        let path = place.path
        guard flags & O_CREAT != 0 else { return opened(host.open(place, flags), path, flags) }
        return perform("create", path) { opened(host.open(place, flags), path, flags) }
    }

    private func opened(_ descriptor: Int32, _ path: String, _ flags: Int32) -> Int32 {
        if descriptor >= 0 { disk?.opened(descriptor, path, isTruncated: flags & O_TRUNC != 0) }
        return descriptor
    }

    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Int {
        switch next("write", "") {
        case .proceed: return host.write(descriptor, bytes, at: offset)
        case .half:
            _ = host.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), at: offset)
            errno = EIO
            return -1
        case .fail: return -1
        }
    }

    func truncate(_ descriptor: Int32, to length: Int64) -> Int32 {
        perform("truncate", "") { host.truncate(descriptor, to: length) }
    }

    func syncData(_ descriptor: Int32) -> Int32 {
        perform("syncData", "") {
            disk?.syncData(descriptor)
            return 0
        }
    }

    func syncDirectory(_ descriptor: Int32) -> Int32 {
        perform("syncDirectory", "") {
            disk?.syncDirectory(descriptor)
            return 0
        }
    }

    func syncAll(_ descriptor: Int32) -> Int32? {
        perform("syncAll", "") {
            disk?.syncAll()
            return 0
        }
    }

    func rename(_ old: FilePlace, to new: FilePlace) -> Int32 {
        perform("rename", new.path) {
            let result = host.rename(old, to: new)
            if result == 0 { disk?.renamed(old.path, new.path) }
            return result
        }
    }

    func remove(_ place: FilePlace) -> Int32 {
        let path = place.path
        guard FileManager.default.fileExists(atPath: path) else {
            errno = ENOENT
            return -1
        }
        return perform("remove", path) {
            let result = host.remove(place)
            if result == 0 { disk?.removed(path) }
            return result
        }
    }

    func makeDirectory(_ place: FilePlace) -> Int32 { perform("mkdir", place.path) { host.makeDirectory(place) } }

    func removeDirectory(_ place: FilePlace) -> Int32 {
        let path = place.path
        // One that has something in it stays, whatever the fault.
        guard (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) == true else {
            errno = ENOTEMPTY
            return -1
        }
        return perform("rmdir", path) { host.removeDirectory(place) }
    }

    func willCommit() -> Int32 { perform("commit", "") { 0 } }
    // Not a step of its own, but a process can die right behind it.
    func didCommit() { _ = next("committed", "") }
}
