/// A program of this machine that was found and may be run.
package struct Program: Hashable, Sendable, CustomStringConvertible {
    /// The name it was looked up by.
    package let name: String
    /// Absolute.
    package let path: String

    package init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    package var description: String { path }
}
