/// What a `FakeUpstream` answers to the requests of one path: the answers in order, the last one for ever.
public struct FakeRoute: Sendable {
    public let path: String
    public let answers: [FakeAnswer]

    /// - Parameter path: the encoded path without a query; a trailing `*` means "begins with".
    public init(_ path: String, _ answers: [FakeAnswer]) {
        self.path = path
        self.answers = answers
    }

    public init(_ path: String, _ answers: FakeAnswer...) {
        self.init(path, answers)
    }

    func matches(_ request: FakeRequest) -> Bool {
        path.hasSuffix("*") ? request.path.hasPrefix(path.dropLast()) : request.path == path
    }
}
