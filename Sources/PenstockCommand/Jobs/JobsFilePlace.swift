import Host
import Orchestrator

/// Where the jobs file is: `--jobs`, the variable `PENSTOCK_JOBS`, the working directory, then `~/.config/penstock`.
struct JobsFilePlace {
    let host: Host
    /// By `--jobs` or the variable; nil: nobody has named one.
    private let named: SettingText?

    /// - Parameter values: of the command; nil: variables only.
    init(host: Host, values: SettingValues? = nil) {
        self.host = host
        named = (values ?? SettingValues(environment: host.environment)).jobsFile
    }

    static let name = "penstock.yaml"

    /// nil: there is none, and none was named.
    func find() throws -> JobsFile? {
        let path = path
        if let named {
            return try read(path, directory: HostPath.parent(of: path), named: named.source)
        }
        guard NamedPlace.exists(path) else { return nil }
        // The file of a person says nothing of where the archives are: those are below the home directory.
        return try read(path, directory: path == here ? host.directory : host.absolute("~"), named: nil)
    }

    /// Whether it is the one below the home directory: it holds wherever its owner is.
    var isOfPerson: Bool { named == nil && path != here }

    /// Where it is, or would be.
    var path: String {
        if let named { return host.absolute(named.text) }
        guard !NamedPlace.exists(here), let home = host.environment["HOME"], !home.isEmpty else { return here }
        let configured = host.absolute("\(home)/.config/penstock/\(Self.name)")
        return NamedPlace.exists(configured) ? configured : here
    }

    private var here: String { host.absolute(Self.name) }

    func required(_ verb: String) throws -> JobsFile {
        if let file = try find() { return file }
        throw RunFailure(
            .configuration, "There is no \(Self.name) in \(host.directory), nor in ~/.config/penstock",
            fix:
                """
                go to the directory where it is, or name it: penstock \(verb) --jobs FILE; docs/scheduling.md shows one
                """
        )
    }

    private func read(_ path: String, directory: String, named source: String?) throws -> JobsFile {
        let text: String
        do throws(NamedFile.Fault) {
            text = try NamedFile(path: path, limit: NamedFile.longest).text()
        } catch {
            throw RunFailure(
                .configuration, "\(source.map { "\($0) " } ?? "")\(path): \(error.words)",
                fix: "name a file such as \(Self.name)")
        }
        return try JobsFileReader(path: path, directory: directory, host: host).file(text)
    }
}
