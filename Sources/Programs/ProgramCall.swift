/// How a program is called. Never through a shell: each argument arrives as it stands here.
package struct ProgramCall: Sendable {
    package var arguments: [String]
    /// The whole environment of the program; nothing is inherited.
    package var environment: [String: String]
    /// What it reads on its standard input.
    package var input: [UInt8]
    /// The bytes that are kept of its output, and as many of its error output; what comes after is read and dropped.
    package var outputLimit: Int
    /// How long it may run. Then it and what it started in its session is killed, and waited for.
    package var deadline: Duration

    package init(
        _ arguments: [String] = [], environment: [String: String] = [:], input: [UInt8] = [], outputLimit: Int = 65_536,
        deadline: Duration = .seconds(300)
    ) {
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.outputLimit = outputLimit
        self.deadline = deadline
    }
}
