/// Paths: their parts, and what the system makes of them.
package enum HostPath {
    /// The directory that holds a path; `/` is its own, and empty is that of a relative one without a slash.
    package static func parent(of path: String) -> String {
        (path.hasPrefix("/") ? "/" : "") + path.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// The last part; empty: `/`.
    package static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }

    /// Absolute; `/` where the system does not say.
    package static func workingDirectory() -> String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    // MARK: Absolute paths

    /// The path that somebody has typed who works in a directory, without `.`, `..` and a trailing slash; `~` is
    /// `home`.
    package static func absolute(_ path: String, in directory: String, home: String?) -> String {
        var path = path
        if path == "~" || path.hasPrefix("~/"), let home { path = home + path.dropFirst() }
        return plain(path.hasPrefix("/") ? path : directory + "/" + path)
    }

    /// An absolute path without a slash at its end; a relative one stands under the working directory. `..` stays,
    /// because it is the system's to follow: with symbolic links it is not the name before.
    package static func resolve(_ path: String) -> String {
        let absolute = path.hasPrefix("/") ? path : workingDirectory() + "/" + path
        return "/" + absolute.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    /// An absolute path without symbolic links; nil where there is nothing.
    package static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// An absolute path without `..` and symbolic links, as far as there is something.
    package static func standard(_ path: String) -> String {
        var there = plain(path)
        var missing: [String] = []
        while there != "/" {
            if let real = real(there) {
                return missing.isEmpty
                    ? real : (real == "/" ? "" : real) + "/" + missing.reversed().joined(separator: "/")
            }
            missing.append(name(of: there))
            there = parent(of: there)
        }
        return "/" + missing.reversed().joined(separator: "/")
    }

    private static func plain(_ absolute: String) -> String {
        var parts: [Substring] = []
        for part in absolute.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    // MARK: Two of them

    /// Whether two absolute paths name one file.
    package static func isSame(_ left: String, _ right: String) -> Bool { standard(left) == standard(right) }

    package static func isInside(_ path: String, _ directory: String) -> Bool {
        standard(path).hasPrefix(standard(directory) + "/")
    }

    /// A file's path from a directory, both absolute: `archive.db`, `../market_data.db`. Symbolic links are followed as
    /// far as there is something.
    package static func relative(_ path: String, to directory: String) -> String {
        let file = standard(path).split(separator: "/")
        let root = standard(directory).split(separator: "/")
        let common = zip(file, root).prefix { $0 == $1 }.count
        return (root.dropFirst(common).map { _ in ".." } + file.dropFirst(common)).joined(separator: "/")
    }
}
