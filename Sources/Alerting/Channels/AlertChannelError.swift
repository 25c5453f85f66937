/// Why a channel cannot be used as it is set up. The words are where the fault is found: with the channel whose it is.
package struct AlertChannelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do about it, in one line, without a secret.
    package let message: String

    package var description: String { message }

    init(_ message: String) {
        self.message = message
    }

    /// Of a token that goes into a header.
    static let invalidToken = AlertChannelError(
        """
        the token is empty, or holds a space, a line break or a character outside ASCII; does its file end with one?
        """)
}
