import Foundation
import Host
import Synchronization

/// What a loss of power leaves of an archive's files at worst: bytes that were synced, under names that were synced.
/// The database is left to SQLite, whose commits are synced.
final class WorstDisk: Sendable {
    private struct State {
        /// Files by a number of their own; names lead to them.
        var names: [String: Int] = [:]
        var durableNames: [String: Int] = [:]
        var durableBytes: [Int: Data] = [:]
        var descriptors: [Int32: (path: String, file: Int)] = [:]
        var next = 0
    }

    private let root: String
    private let ignoresSyncs: Bool
    private let state = Mutex(State())

    /// With `ignoresSyncs` no sync does anything: the record becomes true before its rows are on the disk.
    init(root: String, ignoresSyncs: Bool = false) {
        self.root = root
        self.ignoresSyncs = ignoresSyncs
    }

    private func isModelled(_ path: String) -> Bool {
        path.hasPrefix(root + "/")
            && !["archive.json", "archive.json.new", "archive.lock"].contains((path as NSString).lastPathComponent)
            && !path.contains("archive.db")
    }

    func opened(_ descriptor: Int32, _ path: String, isTruncated: Bool) {
        guard isModelled(path) else { return state.withLock { $0.descriptors[descriptor] = nil } }
        state.withLock { state in
            if state.names[path] == nil {
                state.next += 1
                state.names[path] = state.next
            }
            state.descriptors[descriptor] = (path, state.names[path] ?? 0)
        }
    }

    func syncData(_ descriptor: Int32) {
        guard !ignoresSyncs else { return }
        state.withLock { state in
            guard let (path, file) = state.descriptors[descriptor] else { return }
            state.durableBytes[file] = FileManager.default.contents(atPath: path)
        }
    }

    /// The descriptor is of a directory, which is opened for reading only: its path is the system's to say.
    func syncDirectory(_ descriptor: Int32) {
        guard !ignoresSyncs else { return }
        let directory = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
        guard let directory else { return }
        state.withLock { state in
            func isInside(_ path: String) -> Bool { (path as NSString).deletingLastPathComponent == directory }
            for name in state.durableNames.keys where isInside(name) { state.durableNames[name] = nil }
            for (name, file) in state.names where isInside(name) { state.durableNames[name] = file }
        }
    }

    func syncAll() {
        guard !ignoresSyncs else { return }
        state.withLock { state in
            state.durableNames = state.names
            for (name, file) in state.names { state.durableBytes[file] = FileManager.default.contents(atPath: name) }
        }
    }

    func renamed(_ old: String, _ new: String) {
        state.withLock { state in
            state.names[new] = state.names[old]
            state.names[old] = nil
        }
    }

    func removed(_ path: String) { state.withLock { $0.names[path] = nil } }

    /// Puts the files into the state that a loss of power leaves.
    func losePower() throws {
        try state.withLock { state in
            for name in state.names.keys where state.durableNames[name] == nil {
                try? FileManager.default.removeItem(atPath: name)
            }
            for (name, file) in state.durableNames {
                try (state.durableBytes[file] ?? Data()).write(to: URL(filePath: name))
            }
        }
    }
}
