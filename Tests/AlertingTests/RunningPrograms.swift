import Foundation

/// What others on this machine can see of this process and of the programs that it started.
enum RunningPrograms {
    struct Seen {
        let id: Int32
        let arguments: [String]
        let environment: [String]

        init(_ id: Int32) {
            self.id = id
            arguments = RunningPrograms.texts("/proc/\(id)/cmdline")
            environment = RunningPrograms.texts("/proc/\(id)/environ")
        }
    }

    static var this: Seen { Seen(getpid()) }

    static func children() -> [Seen] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap(Int32.init) ?? []
        return processes.filter { parent(of: $0) == getpid() }.map(Seen.init)
    }

    private static func parent(of process: Int32) -> Int32? {
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.split(separator: " ").dropFirst().first.flatMap { Int32($0) }
    }

    private static func texts(_ path: String) -> [String] {
        let data = (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
