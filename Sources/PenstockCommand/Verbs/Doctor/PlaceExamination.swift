import Host
import Orchestrator
import Words

/// A directory that runs write to: whether they may, and whether there is room.
struct PlaceExamination {
    let directory: String

    init(_ directory: String) {
        self.directory = directory
    }

    /// A night of 500 symbols needs some megabytes; an archive that is converted or written anew needs its size again.
    static let little = 1_000_000_000

    func writing(_ name: String) -> Diagnosis {
        // A directory that is not there yet is made by the first run, in the nearest one that is.
        let place = NamedPlace.nearest(directory)
        guard NamedPlace.isDirectory(place) else {
            return .fault(name, "\(directory): \(place) is no directory", fix: "name another directory", .cannotWrite)
        }
        guard access(place, W_OK | X_OK) == 0 else {
            return .fault(
                name, "\(place) cannot be written: \(SystemFault(errno).reason)",
                fix: "make it writable for the user that the schedule runs as",
                .cannotWrite)
        }
        return .ok(name, directory + (place == directory ? "" : " (the first run makes it)"))
    }

    /// Bytes; nil: the system does not tell.
    var free: Int? {
        var status = statvfs()
        return statvfs(directory, &status) == 0 ? Int(status.f_bavail) * Int(status.f_frsize) : nil
    }

    func room() -> Diagnosis? {
        guard let free else { return nil }
        let text = "\(Figures.bytes(free)) free at \(directory)"
        if free < Self.little / 10 {
            return .fault(
                "disk", text, fix: "make room: a run that finds none ends with 73, and nothing is lost", .cannotWrite)
        }
        return free < Self.little ? .warning("disk", text, fix: "make room soon") : .ok("disk", text)
    }
}
