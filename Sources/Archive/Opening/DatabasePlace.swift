import Host

/// Where an archive's one database is: in its directory, or in a file that was named at its birth.
package enum DatabasePlace {
    /// The database of an archive that is there, absolute; nil when there is none, or its `archive.json` cannot be
    /// read.
    package static func path(ofArchiveAt directory: String) -> String? {
        let disk = FileSystem(root: HostPath.resolve(directory))
        guard let identity = try? ArchiveIdentity.read(disk) else { return nil }
        return HostPath.standard(disk.absolute(identity.database))
    }
}
