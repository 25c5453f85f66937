import Foundation

/// What anybody on this machine can see of the programs that this process started.
enum RunningPrograms {
    struct Seen {
        let arguments: [String]
        let environment: [String]
    }

    static func children(named name: String) -> [Seen] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap(Int32.init) ?? []
        return processes.compactMap { process in
            let arguments = texts("/proc/\(process)/cmdline")
            guard arguments.first?.hasSuffix(name) == true, parent(of: process) == getpid() else { return nil }
            return Seen(arguments: arguments, environment: environment(of: process))
        }
    }

    static func environment(of process: Int32) -> [String] { texts("/proc/\(process)/environ") }

    private static func parent(of process: Int32) -> Int32? {
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.split(separator: " ").dropFirst().first.flatMap { Int32($0) }
    }

    private static func texts(_ path: String) -> [String] {
        let data = (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
