/// What became of a program that ran to its end. An exit status other than 0 is a result, not an error.
public struct ProgramResult: Hashable, Sendable {
    public let end: ProgramEnd
    public let output: ProgramOutput
    public let errorOutput: ProgramOutput

    public init(end: ProgramEnd, output: ProgramOutput, errorOutput: ProgramOutput) {
        self.end = end
        self.output = output
        self.errorOutput = errorOutput
    }
}
