import Foundation

/// Somebody to whom the modes of files apply: the test's own user, or nobody where that is root, whom no mode stops.
/// Linux knows the user of a file's access for each thread, so other tests go on as they are. What is called must not
/// leave the thread.
enum Onlooker {
    private typealias SetUser = @convention(c) (UInt32) -> Int32

    private static let setUser: SetUser? = dlsym(nil, "setfsuid").map { unsafeBitCast($0, to: SetUser.self) }

    /// Where it is false, modes cannot be tried here: root, on a system without such a call.
    static var isThere: Bool { geteuid() != 0 || setUser != nil }

    static func looking<Result>(_ body: () throws -> Result) throws -> Result {
        guard geteuid() == 0 else { return try body() }
        _ = setUser?(65_534)
        defer { _ = setUser?(0) }
        return try body()
    }

    /// As the test's own user again, in the midst of it.
    static func writing<Result>(_ body: () throws -> Result) throws -> Result {
        guard geteuid() == 0 else { return try body() }
        _ = setUser?(0)
        defer { _ = setUser?(65_534) }
        return try body()
    }

    /// Takes the right to write from everybody: a directory as `r-x`, a file as `r--`.
    static func freeze(_ path: String) throws { try change(path, file: 0o444, directory: 0o555) }
    static func thaw(_ path: String) throws { try change(path, file: 0o644, directory: 0o755) }

    private static func change(_ path: String, file: Int, directory: Int) throws {
        let manager = FileManager.default
        func set(_ path: String) throws {
            var isDirectory: ObjCBool = false
            guard manager.fileExists(atPath: path, isDirectory: &isDirectory) else { return }
            try manager.setAttributes([.posixPermissions: isDirectory.boolValue ? directory : file], ofItemAtPath: path)
        }
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        for name in manager.enumerator(atPath: path)?.allObjects.compactMap({ $0 as? String }) ?? [] {
            try set(path + "/" + name)
        }
        try set(path)
    }
}
