/// `penstock.yaml`: jobs by name, what holds for all of them, and the channels that alerts go to.
struct JobsFile {
    /// Absolute.
    let path: String
    /// Where relative paths of the jobs begin; absolute.
    let directory: String
    /// In the file's order.
    let jobs: [NamedJob]
    let channels: [FileChannel]

    /// As people call it.
    var name: String { String(path.split(separator: "/").last ?? "penstock.yaml") }

    func job(_ name: String) -> NamedJob? { jobs.first { $0.name == name } }
}
