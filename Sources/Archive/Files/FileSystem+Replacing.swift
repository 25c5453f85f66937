extension FileSystem {
    /// Puts a small file in the place of another, whole or not at all: a temporary file beside it, synced, renamed, its directory synced.
    package func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        let temporary = path + ".new"
        try { () throws(SystemError) in
            let file = try createAnew(temporary)
            try write(bytes, to: file, at: 0)
            try syncData(file)
        }()
        try rename(temporary, to: path)
        try syncDirectory(FileSystem.parent(of: path))
    }
}
