import TestWorld

extension TemporaryFolder {
    /// Runs the body with the path of a folder that holds these files.
    static func with<Result>(_ files: [String: String], _ body: (String) async throws -> Result) async throws -> Result
    {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(name, text) }
        return try await body(folder.path)
    }
}
