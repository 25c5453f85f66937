import Foundation

/// A call of the command that changes something, as the shim's log has it.
struct FileCall: Sendable, Hashable {
    /// From 1.
    let number: Int
    /// `write`, `fdatasync`, `rename`.
    let name: String
    /// From the folder on; empty for the folder itself.
    let path: String
    /// The target of a rename, the place and length of a write.
    let detail: String
    let isHit: Bool

    static func log(_ text: String, in folder: String) -> [FileCall] {
        text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 5, let number = Int(cells[0]) else { return nil }
            return FileCall(
                number: number, name: cells[1], path: String(cells[2].dropFirst(folder.count + 1)), detail: cells[3],
                isHit: cells[4] == "hit")
        }
    }

    var isWrite: Bool { name == "write" }
    var isSync: Bool { ["fsync", "fdatasync", "syncfs"].contains(name) }
    /// As the shim decides it, but for truncations, which mostly shrink.
    var needsSpace: Bool { ["write", "create", "mkdir", "rename", "link", "fallocate"].contains(name) }
    /// The path of the folder that holds it; of the folder of all, empty.
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }
    var fileName: String { String(path.split(separator: "/").last ?? "") }
    /// The database with its WAL and journal.
    var isOfDatabase: Bool { fileName.hasPrefix("archive.db") }
}
