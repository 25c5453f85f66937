import Foundation

/// What others on this machine can see of a process and of the programs that it started.
package enum RunningPrograms {
    package struct Seen: Sendable {
        package let id: Int32
        package let arguments: [String]
        package let environment: [String]

        package init(_ id: Int32) {
            self.id = id
            arguments = RunningPrograms.texts("/proc/\(id)/cmdline")
            environment = RunningPrograms.texts("/proc/\(id)/environ")
        }
    }

    package static var this: Seen { Seen(getpid()) }

    package static func children(of parent: Int32) -> [Seen] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap(Int32.init) ?? []
        return processes.filter { self.parent(of: $0) == parent }.map(Seen.init)
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
