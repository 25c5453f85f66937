package import Host

/// The directory in which a conversion builds another archive, and how it gets its name. A mark in it says that it may
/// be removed.
package struct ConversionSite {
    /// Beside the directory that is to be.
    private let beside: FileSystem
    private let name: String
    private let suffix: String
    private var building: String { name + suffix }

    package static let markName = "archive.converting"

    /// Absolute.
    package let directory: String

    /// `suffix` is what its name has while it is built. Throws `.pathTaken` for a directory that is the archive that it
    /// is made of, or in it.
    package init(_ directory: String, of archive: ArchiveReader, suffix: String) throws {
        let directory = HostPath.resolve(directory)
        guard !HostPath.isSame(directory, archive.directory), !HostPath.isInside(directory, archive.directory) else {
            throw ArchiveError(
                .pathTaken, "\(directory) is the archive \(archive.directory) or in it",
                fix: "name a directory beside it; nothing was changed", path: directory)
        }
        let calls = archive.disk.calls
        self.directory = directory
        self.suffix = suffix
        beside = FileSystem(root: HostPath.parent(of: directory), calls: calls)
        name = String(directory.dropFirst(HostPath.parent(of: directory).count).drop { $0 == "/" })
    }

    /// Makes the directory; one that a killed conversion left is removed first. Throws `.pathTaken` for anything else.
    package func begin() throws -> FileSystem {
        for changed in try beside.makeDirectories(beside.root) { try beside.syncDirectory(changed) }
        for path in [name, building] { try clear(path) }
        for changed in try beside.makeDirectories(building) { try beside.syncDirectory(changed) }
        let disk = FileSystem(root: beside.absolute(building), calls: beside.calls)
        _ = try disk.create(ConversionSite.markName)
        try disk.syncDirectory("")
        return disk
    }

    /// All of it is on the disk: it gets its name. The mark goes last, so that a conversion that is told again finds
    /// its own.
    package func finish() throws {
        try beside.rename(building, to: name)
        try beside.syncDirectory("")
        try beside.remove(name + "/" + ConversionSite.markName)
        try beside.syncDirectory(name)
    }

    /// The conversion came to nothing.
    package func abandon() throws { try beside.removeTree(building, last: ConversionSite.markName) }

    /// An archive that is opened for writing is no conversion's any more.
    package static func removeMark(_ disk: FileSystem) throws(SystemError) {
        if try disk.remove(markName) { try disk.syncDirectory("") }
    }

    private func clear(_ path: String) throws {
        guard beside.status(path) != nil else { return }
        let isOwn = beside.length(path + "/" + ConversionSite.markName) != nil
        guard beside.isDirectory(path), try isOwn || beside.entries(of: path).isEmpty else {
            throw ArchiveError(
                .pathTaken, "\(beside.absolute(path)) is there already",
                fix: "name a directory that does not exist or is empty",
                path: beside.absolute(path))
        }
        if isOwn { try beside.removeTree(path, last: ConversionSite.markName) }
    }
}
