/// A program of this machine that was found and may be run.
public struct Program: Hashable, Sendable, CustomStringConvertible {
    /// The name it was looked up by.
    public let name: String
    /// Absolute.
    public let path: String

    public init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    public var description: String { path }
}
