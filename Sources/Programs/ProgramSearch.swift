import Host

/// Where programs are looked for: the absolute folders of PATH, then the usual ones, because cron, systemd and launchd
/// start their children with a PATH of two folders or none.
package struct ProgramSearch: Hashable, Sendable {
    package static let usualFolders = ["/usr/bin", "/bin", "/usr/local/bin"]

    /// Absolute, each once, in the order in which they are looked at.
    package let folders: [String]

    /// - Parameter path: the value of PATH; folders that are not absolute are passed over, they depend on who calls
    ///   from where.
    package init(path: String?, usualFolders: [String] = usualFolders) {
        var folders: [String] = []
        for folder in (path ?? "").split(separator: ":").map(String.init) + usualFolders
        where folder.hasPrefix("/") && !folders.contains(folder) {
            folders.append(folder)
        }
        self.folders = folders
    }

    /// The first file of that name that may be run.
    ///
    /// - Parameter name: a bare name ("crontab"), or an absolute path, which is only checked.
    /// - Throws: `ProgramError` with `.notFound`.
    package func find(_ name: String) throws(ProgramError) -> Program {
        if name.hasPrefix("/") {
            guard Self.mayRun(name) else { throw ProgramError(.notFound, program: name, folders: []) }
            return Program(name: name, path: name)
        }
        guard !name.isEmpty, !name.contains("/") else { throw ProgramError(.notFound, program: name, folders: folders) }
        for folder in folders {
            let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
            if Self.mayRun(path) { return Program(name: name, path: path) }
        }
        throw ProgramError(.notFound, program: name, folders: folders)
    }

    /// A folder may be "executed" too, so the kind is looked at.
    private static func mayRun(_ path: String) -> Bool {
        var facts = stat()
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
        return access(path, X_OK) == 0
    }
}
