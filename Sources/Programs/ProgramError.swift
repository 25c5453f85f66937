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

extension ProgramError: CustomStringConvertible {
    package var description: String { message }

    /// What went wrong and what to do about it.
    package var message: String {
        switch code {
        case .notFound where folders.isEmpty:
            "the program \(program) is not there, or may not be run. Install it, or give the path of another one"
        case .notFound:
            """
            the program \(program) was not found in \(folders.joined(separator: ", ")). Install it, or add its folder \
            to PATH where this is started (a scheduler's PATH is short)
            """
        case .cannotStart:
            "the program \(program) could not be started: \(detail). Run it by hand as the same user to see why"
        case .timedOut:
            """
            the program \(program) was not done within \(detail) and was killed. Run it by hand to see what it waits for
            """
        }
    }
}
