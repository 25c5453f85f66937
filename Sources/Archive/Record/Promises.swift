import GRDB
package import Host

/// A change of a file's name that a commit has promised and that may not be done yet. Each is done again, or found
/// done, when the archive is opened after a kill, before anything else.
package struct Promise: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// The rewrite takes the place of the file.
        case rename
        case remove
        /// The file is kept under another name, `target`. Done before what comes after it may take the path.
        case aside
    }

    package let kind: Kind
    /// The file that is to be, or to go; relative to the archive.
    package let path: String
    var length: Int64?
    var tail: String?
    /// Of `aside`, relative to the archive.
    var target: String?
    var id: Int64 = 0

    package static func remove(_ path: String) -> Promise { Promise(kind: .remove, path: path) }

    package static func aside(_ path: String, to target: String) -> Promise {
        Promise(kind: .aside, path: path, target: target)
    }

    /// Does it, or finds it done. Returns the directory whose entries changed.
    fileprivate func perform(on disk: FileSystem) throws(SystemError) -> String? {
        switch kind {
        case .rename:
            let rewrite = DataPath.rewrite(of: path)
            guard disk.status(rewrite) != nil else { return nil }
            try disk.rename(rewrite, to: path)
        case .remove:
            guard try disk.remove(path) else { return nil }
        case .aside:
            // Where it was done before, the path may have another file by now.
            guard let target, disk.status(path) != nil, disk.status(target) == nil else { return nil }
            try disk.rename(path, to: target)
            try disk.syncDirectory(HostPath.parent(of: path))
        }
        return HostPath.parent(of: path)
    }
}

/// Table `intents`.
extension Record {
    /// So many are done at a time: a conversion promises as many as there are files.
    private static let portion = 1000

    package func promise(_ promises: [Promise]) throws {
        guard !promises.isEmpty else { return }
        try write { db in
            for promise in promises {
                try db.run(
                    "INSERT INTO intents (kind, path, length, tail_sha256, target) VALUES (?, ?, ?, ?, ?)",
                    [promise.kind.rawValue, promise.path, promise.length, promise.tail, promise.target])
            }
        }
    }

    /// In order; nil: all of them.
    package func promises(first limit: Int? = nil) throws -> [Promise] {
        try read { db in
            let rows = try db.rows(
                "SELECT id, kind, path, length, tail_sha256, target FROM intents ORDER BY id LIMIT ?", [limit ?? -1])
            var promises: [Promise] = []
            while let row = try rows.next() {
                guard let kind = Promise.Kind(rawValue: row[1]) else {
                    throw ArchiveError(
                        .wrongRecord,
                        "The record promises \(row[1] as String) of \(row[2] as String), which nobody knows how to do")
                }
                promises.append(
                    Promise(kind: kind, path: row[2], length: row[3], tail: row[4], target: row[5], id: row[0]))
            }
            return promises
        }
    }

    /// Whether something is promised of a path.
    func isPromised(_ path: String) throws -> Bool {
        try read { db in try db.integer("SELECT 1 FROM intents WHERE path = ? LIMIT 1", [path]) != nil }
    }

    /// A removal that is not to be done after all.
    func takeBackRemoval(of path: String) throws {
        try write { db in try db.run("DELETE FROM intents WHERE kind = 'remove' AND path = ?", [path]) }
    }

    package func forgetPromises() throws { try write { db in try db.run("DELETE FROM intents") } }

    /// The files of a store go with the commit.
    func promiseRemoval(ofFilesIn sink: String) throws {
        try write { db in
            try db.run(
                "INSERT INTO intents (kind, path) SELECT ?, path FROM files WHERE sink = ? AND length > 0 ORDER BY id",
                [Promise.Kind.remove.rawValue, sink])
        }
    }

    /// Does all that is promised, in order, and makes the names durable; directories that are empty then go. In
    /// transactions of its own.
    package func keepPromises(on disk: FileSystem) throws {
        while true {
            let promises = try promises(first: Record.portion)
            guard !promises.isEmpty else { return }
            var changed: [String] = []
            for promise in promises {
                if let directory = try promise.perform(on: disk), !changed.contains(directory) {
                    changed.append(directory)
                }
            }
            for directory in changed { try disk.syncDirectory(directory) }
            // Nothing depends on whether these names are durable: an empty directory is no part of an archive.
            for directory in Set(promises.filter { $0.kind == .remove }.map { HostPath.parent(of: $0.path) }).sorted() {
                try disk.removeEmptyDirectories(directory)
            }
            try transaction {
                try write { db in
                    for promise in promises { try db.run("DELETE FROM intents WHERE id = ?", [promise.id]) }
                }
            }
        }
    }
}
