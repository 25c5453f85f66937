/// A setting that cannot be followed; the message names it and shows a right one.
package struct UpstreamSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    package let message: String

    init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
