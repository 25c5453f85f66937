/// A setting that cannot be followed; the message names it and shows a right one.
public struct UpstreamSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String

    init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
