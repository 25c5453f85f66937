import Host

/// A directory of its own, for an archive that is thrown away when it was looked at.
package struct ScratchArchive: Sendable {
    /// Absolute.
    package let directory: String

    /// Makes it in `parent`, `penstock-` and six letters that nothing else has. Throws `ArchiveError` where none can be
    /// made.
    package init(in parent: String) throws {
        var template = Array((parent + "/penstock-XXXXXX").utf8CString)
        guard let path = mkdtemp(&template) else {
            let error = SystemError(call: .mkdir, path: parent, errno: errno)
            throw ArchiveError(
                .cannotWrite, "Cannot make a directory in \(parent): \(error.reason)",
                fix: "name one that can be written and has room, with the variable TMPDIR", cause: error)
        }
        directory = String(cString: path)
    }

    /// With all that is in it.
    package func remove() throws {
        try reporting {
            try FileSystem(root: HostPath.parent(of: directory)).removeTree(directory, last: ArchiveIdentity.fileName)
        }
    }
}
