/// Parts of an absolute path.
enum HostPath {
    /// The directory that it is in; `/` is its own.
    static func parent(of path: String) -> String { "/" + path.split(separator: "/").dropLast().joined(separator: "/") }

    /// The last part; empty: `/`.
    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }
}
