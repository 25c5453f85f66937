import Host

extension ArchiveReader {
    /// Compares a file with its record, once: it is there, as long as recorded, and ends with the recorded bytes.
    func check(_ file: FileRecord, label: String, mayBeLonger: Bool) throws {
        guard file.contents.length > 0, !checkedFiles.contains(file.id) else { return }
        guard case .file(let length) = disk.status(file.path) else {
            throw damaged(file.path, label: label, disk.status(file.path) == nil ? "is gone" : "is no file any more")
        }
        guard length >= file.contents.length else {
            throw damaged(file.path, label: label, "has \(length) bytes where the record has \(file.contents.length)")
        }
        guard length == file.contents.length || mayBeLonger else {
            throw damaged(
                file.path, label: label, "has \(length) bytes where the record has \(file.contents.length): something else wrote to it")
        }
        let digest: String
        do {
            digest = try FileTail.digest(of: disk.openForReading(file.path), length: file.contents.length, on: disk)
        } catch {
            throw damaged(file.path, label: label, "cannot be read: \(error.reason)", cause: error)
        }
        guard digest == file.tail else {
            throw damaged(file.path, label: label, "was changed by something else: its last bytes are not those that were written")
        }
        checkedFiles.insert(file.id)
    }

    func damaged(_ path: String, label: String, _ what: String, cause: (any Error)? = nil) -> ArchiveError {
        ArchiveError(
            .damagedFile, "\(label): \(disk.absolute(path)) \(what)",
            fix: "put the file back from a copy, or run penstock verify --repair to fetch it anew", path: disk.absolute(path), cause: cause)
    }
}
