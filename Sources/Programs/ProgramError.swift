/// Why a program has no result: the facts. `ProgramError+Wording.swift` turns them into a sentence with what to do.
package struct ProgramError: Error, Hashable, Sendable {
    package enum Code: Hashable, Sendable {
        /// No file of that name that may be run stands in one of the folders.
        case notFound
        /// The system refused to start it, or lost track of it.
        case cannotStart
        /// It ran longer than it may, and was killed.
        case timedOut
    }

    package let code: Code
    /// The name that was looked for, or the path that was run.
    package let program: String
    /// Where it was looked for.
    package let folders: [String]
    /// What the system said, or the time limit.
    package let detail: String
    /// What a killed program had written to its error output.
    package let errorOutput: ProgramOutput

    package init(
        _ code: Code, program: String, folders: [String] = [], detail: String = "",
        errorOutput: ProgramOutput = ProgramOutput([])
    ) {
        self.code = code
        self.program = program
        self.folders = folders
        self.detail = detail
        self.errorOutput = errorOutput
    }
}
