/// Why a message did not go out: the facts, without secrets. `DeliveryFailure+Wording.swift` has the words.
package struct DeliveryFailure: Error, Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// libcurl is not there or cannot be used; the words say why.
        case unavailable(String)
        /// libcurl's result code, which is the exit code of the program curl too, with its words.
        case transfer(code: Int32, words: String)
        /// The HTTP status of an answer that is not a success.
        case answer(status: Int)
        /// The run is being stopped.
        case cancelled
    }

    package let cause: Cause
    /// What the server said, in one line; empty when it said nothing.
    package let serverWords: String
    package let tries: Int

    /// Worth another try in a few seconds.
    var isPassing: Bool {
        switch cause {
        case .unavailable, .cancelled: return false
        case .answer(let status): return status == 408 || status == 425 || status == 429 || status >= 500
        case .transfer(let code, _):
            // A mail server's own code decides where there is one: 4xx is "later", 5xx is "never".
            if [55, 56, 8, 52].contains(code), let digit = serverWords.utf8.first { return digit != UInt8(ascii: "5") }
            return [5, 6, 7, 8, 16, 18, 28, 35, 52, 55, 56, 92].contains(code)
        }
    }
}
