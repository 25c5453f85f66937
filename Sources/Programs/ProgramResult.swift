/// What became of a program that ran to its end. An exit status other than 0 is a result, not an error.
package struct ProgramResult: Hashable, Sendable {
    package let end: ProgramEnd
    package let output: ProgramOutput
    package let errorOutput: ProgramOutput

    package init(end: ProgramEnd, output: ProgramOutput, errorOutput: ProgramOutput) {
        self.end = end
        self.output = output
        self.errorOutput = errorOutput
    }
}
