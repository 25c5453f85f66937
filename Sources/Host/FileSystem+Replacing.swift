/// The one way in which a small file takes the place of another.
extension FileSystem {
    /// Whole or not at all: a draft beside it, synced, renamed, its directory synced. What a killed process has left
    /// under the draft's name goes first, and a link that somebody has put there is not written through; a draft that
    /// does not become the file goes again.
    package func replace(_ path: String, with bytes: [UInt8], draft: String? = nil) throws(SystemError) {
        let draft = draft ?? path + ".new"
        do throws(SystemError) {
            try write(bytes, toDraft: draft)
            try rename(draft, to: path)
        } catch {
            _ = try? remove(draft)
            throw error
        }
        try syncDirectory(HostPath.parent(of: path))
    }

    /// The file is closed when this returns.
    private func write(_ bytes: [UInt8], toDraft path: String) throws(SystemError) {
        let file = try createOver(path)
        try write(bytes, to: file, at: 0)
        try syncData(file)
    }

    private func createOver(_ path: String) throws(SystemError) -> FileDescriptor {
        do {
            return try create(path)
        } catch {
            guard error.errno == EEXIST else { throw error }
            try remove(path)
            return try create(path)
        }
    }
}
