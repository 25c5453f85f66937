import Host

/// Where a file is to be written that somebody has named: never over a file of an archive, nor over what is no file.
struct OutputPlace {
    /// Absolute.
    let path: String

    /// What speaks against it: `is a directory`; nil: nothing.
    var objection: String? {
        if let archive { return "is inside of the archive \(archive)" }
        if NamedPlace.isDirectory(path) { return "is a directory" }
        return NamedPlace.isFileOrFree(path) ? nil : "is no file"
    }

    /// The archive that it lies in; nil: it lies in none.
    private var archive: String? {
        var directory = path
        while directory != "/" {
            directory = HostPath.parent(of: directory)
            if ["archive.json", "archive.db"].contains(where: { NamedPlace.exists("\(directory)/\($0)") }) {
                return directory
            }
        }
        return nil
    }
}
