/// Why a program has no result: the facts. `ProgramError+Wording.swift` turns them into a sentence with what to do.
public struct ProgramError: Error, Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        /// No file of that name that may be run stands in one of the folders.
        case notFound
        /// The system refused to start it, or lost track of it.
        case cannotStart
        /// It ran longer than it may, and was killed.
        case timedOut
    }

    public let code: Code
    /// The name that was looked for, or the path that was run.
    public let program: String
    /// Where it was looked for.
    public let folders: [String]
    /// What the system said, or the time limit.
    public let detail: String
    /// What a killed program had written to its error output.
    public let errorOutput: ProgramOutput

    public init(
        _ code: Code, program: String, folders: [String] = [], detail: String = "", errorOutput: ProgramOutput = ProgramOutput([])
    ) {
        self.code = code
        self.program = program
        self.folders = folders
        self.detail = detail
        self.errorOutput = errorOutput
    }
}
