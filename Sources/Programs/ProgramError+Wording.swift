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
