/// What libcurl is asked to do once: an exchange over HTTP, or a mail.
///
/// One transfer is one attempt: redirects are not followed, cookies and `.netrc` are not read, no protocol but the
/// address's own is spoken, and TLS is always verified.
package struct Transfer: Sendable {
    package enum Work: Sendable {
        case get
        case post([UInt8])
        /// A message as it goes over the wire, from one address to others.
        case mail(message: [UInt8], from: String, to: [String])
    }

    /// `https://host/path?query`, or `smtp://host:587`: sent as it is written, dots in the path included.
    package let url: String
    package var work: Work
    /// Names and values of header fields; an empty value takes a field out that libcurl would send by itself.
    package var headers: [(name: String, value: String)]
    /// For a mail server.
    package var login: (user: String, password: String)?
    /// A mail server has to go over to TLS before anything else is said; without effect where the address says TLS.
    package var requiresTLS: Bool
    /// Seconds for name, connection and TLS.
    package var connectLimit: Double
    /// Seconds for all of it.
    package var timeLimit: Double
    package var surroundings: Surroundings

    package init(
        _ url: String, _ work: Work = .get, headers: [(name: String, value: String)] = [],
        login: (user: String, password: String)? = nil,
        requiresTLS: Bool = false, connectLimit: Double = 10, timeLimit: Double,
        surroundings: Surroundings = Surroundings()
    ) {
        self.url = url
        self.work = work
        self.headers = headers
        self.login = login
        self.requiresTLS = requiresTLS
        self.connectLimit = connectLimit
        self.timeLimit = timeLimit
        self.surroundings = surroundings
    }
}

/// Takes what comes in, on the engine's own thread and in the order in which it comes. False ends the transfer with
/// `.refusedByReceiver`.
package protocol TransferReceiver: AnyObject, Sendable {
    /// A line of an answer's head or of its trailers with its line end, or what a mail server says.
    func head(_ line: UnsafeRawBufferPointer) -> Bool

    /// A piece of the body as it went over the wire, without the marks of chunks.
    func body(_ bytes: UnsafeRawBufferPointer) -> Bool
}

/// How a transfer ended, as libcurl tells it.
package struct TransferEnd: Sendable {
    package let code: TransferCode
    /// libcurl's words for a code that is not `.ok`.
    package let words: String
    /// The status of the answer, or of a mail server's last one; 0 where there was none.
    package let status: Int
    /// Requests that went out: more than one where libcurl repeated one by itself, which it does when a kept connection
    /// turns out to be dead or a stream was refused.
    package let requests: Int
    /// `errno` of a connection that failed; 0 where it is not known.
    package let systemError: Int32
    /// Whether the connection came about, and whether TLS did.
    package let isConnected: Bool
    package let isSecured: Bool
    /// HTTP/2 or newer: a body's end is part of the protocol.
    package let hasFrames: Bool
    /// More came than the answer's length said. libcurl drops that.
    package let hasExcess: Bool
}

/// libcurl's result codes, which are the exit codes of the program curl too:
/// <https://curl.se/libcurl/c/libcurl-errors.html>.
package struct TransferCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let ok = TransferCode(rawValue: 0)
    package static let unsupportedProtocol = TransferCode(rawValue: 1)
    package static let cannotBegin = TransferCode(rawValue: 2)
    package static let malformedURL = TransferCode(rawValue: 3)
    package static let proxyNotFound = TransferCode(rawValue: 5)
    package static let hostNotFound = TransferCode(rawValue: 6)
    package static let cannotConnect = TransferCode(rawValue: 7)
    package static let oddAnswer = TransferCode(rawValue: 8)
    package static let http2 = TransferCode(rawValue: 16)
    package static let partialFile = TransferCode(rawValue: 18)
    package static let refusedByReceiver = TransferCode(rawValue: 23)
    package static let outOfMemory = TransferCode(rawValue: 27)
    package static let timedOut = TransferCode(rawValue: 28)
    package static let tlsConnect = TransferCode(rawValue: 35)
    package static let abortedByCallback = TransferCode(rawValue: 42)
    package static let nothingCame = TransferCode(rawValue: 52)
    package static let sendError = TransferCode(rawValue: 55)
    package static let receiveError = TransferCode(rawValue: 56)
    package static let untrustedCertificate = TransferCode(rawValue: 60)
    package static let authoritiesUnreadable = TransferCode(rawValue: 77)
    package static let http2Stream = TransferCode(rawValue: 92)
    package static let proxy = TransferCode(rawValue: 97)
    package static let tooLarge = TransferCode(rawValue: 100)

    /// TLS could not be agreed on, or who answered could not be verified.
    package var isOfTLS: Bool { [35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91, 98].contains(rawValue) }
}

/// Why a transfer has no end of its own.
package enum TransferError: Error, Hashable, Sendable {
    /// libcurl is not there or cannot be used; the words say why.
    case unavailable(String)
    case cancelled
    /// The engine was shut down.
    case shutDown
}
