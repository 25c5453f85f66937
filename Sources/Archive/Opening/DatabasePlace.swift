/// Where an archive's one database is: in its directory, or in a file that was named at its birth.
package enum DatabasePlace {
    /// The database of an archive that is there, absolute; nil when there is none, or its `archive.json` cannot be read.
    package static func path(ofArchiveAt directory: String) -> String? {
        let disk = FileSystem(root: FileSystem.resolve(directory))
        guard let identity = try? ArchiveIdentity.read(disk) else { return nil }
        return standard(disk.absolute(identity.database))
    }

    /// Whether two absolute paths name one file.
    package static func isSame(_ left: String, _ right: String) -> Bool { standard(left) == standard(right) }

    /// A file's path from a directory, both absolute: `archive.db`, `../market_data.db`. Symbolic links are followed as far as there is something.
    package static func relative(_ path: String, to directory: String) -> String {
        let file = standard(path).split(separator: "/")
        let root = standard(directory).split(separator: "/")
        let common = zip(file, root).prefix { $0 == $1 }.count
        return (root.dropFirst(common).map { _ in ".." } + file.dropFirst(common)).joined(separator: "/")
    }

    package static func isInside(_ path: String, _ directory: String) -> Bool {
        standard(path).hasPrefix(standard(directory) + "/")
    }

    /// Without `..` and symbolic links, as far as there is something.
    package static func standard(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        var missing: [Substring] = []
        while !parts.isEmpty {
            if let real = FileSystem.realPath("/" + parts.joined(separator: "/")) {
                return missing.isEmpty ? real : (real == "/" ? "" : real) + "/" + missing.reversed().joined(separator: "/")
            }
            missing.append(parts.removeLast())
        }
        return "/" + missing.reversed().joined(separator: "/")
    }
}
