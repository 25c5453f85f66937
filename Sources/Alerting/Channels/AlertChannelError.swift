/// Why a channel cannot be used as it is set up: the facts, none of them a secret. `AlertChannelError+Wording.swift`
/// has the words.
package struct AlertChannelError: Error, Hashable, Sendable {
    package enum Fault: Hashable, Sendable {
        /// With the reason; the address itself may be a password.
        case invalidURL(String)
        case plainHTTP(host: String)
        case invalidServer(String)
        case unknownSecurity(String)
        case plainMail(host: String)
        case passwordInTheClear(host: String)
        case userWithoutPassword
        case passwordWithoutUser
        case invalidUser
        case invalidPassword
        case noRecipients
        case invalidAddress(String)
        case relativeAuthorities(String)
        case noTopic
        case invalidToken
        case invalidPriority(Int)
        case invalidHeaderName(String)
        case invalidHeaderValue(String)
        case unknownType(String)
        case unknownKey(String, type: String)
        case missingKey(String, type: String)
        case severalValues(String)
        case invalidValue(String, allowed: String)
    }

    package let fault: Fault

    package init(_ fault: Fault) {
        self.fault = fault
    }
}
