import TestWorld

/// A temporary directory with files in it, gone afterwards.
enum Folder {
    static func with<Result>(_ files: [String: String] = [:], _ body: (String) async throws -> Result) async throws
        -> Result
    {
        let folder = try TemporaryFolder("jobs")
        for (name, text) in files { try folder.write(name, text) }
        defer { withExtendedLifetime(folder) {} }
        return try await body(folder.path)
    }
}
