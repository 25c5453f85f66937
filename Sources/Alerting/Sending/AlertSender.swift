public import Programs

/// Sends messages by the program curl. A message that cannot be sent is an outcome, never an error: no run changes its end by it.
public struct AlertSender: Sendable {
    public let search: ProgramSearch
    let environment: [String: String]
    let temporaryFolder: String
    let timeLimit: Int
    let pauses: [Duration]
    let pause: @Sendable (Duration) async throws -> Void

    /// curl keeps the time limit itself. This is for a curl that does not, and long enough for a machine that is busy.
    static let patience = Duration.seconds(300)

    /// What curl may know of this process's environment.
    static let environmentNames = [
        "https_proxy", "HTTPS_PROXY", "http_proxy", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "CURL_CA_BUNDLE",
    ]

    /// - Parameters:
    ///   - environment: of this process; PATH, TMPDIR, and the names of proxies and of certificates are used.
    ///   - timeLimit: of one try, in seconds.
    ///   - pauses: between the tries; there is one try more than there are pauses.
    ///   - pause: for tests.
    public init(
        environment: [String: String], search: ProgramSearch? = nil, timeLimit: Int = 30, pauses: [Duration] = [.seconds(2), .seconds(10)],
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.search = search ?? ProgramSearch(path: environment["PATH"])
        self.environment = environment.filter { Self.environmentNames.contains($0.key) }
        let folder = environment["TMPDIR"] ?? ""
        temporaryFolder = folder.hasPrefix("/") ? folder : "/tmp"
        self.timeLimit = timeLimit
        self.pauses = pauses
        self.pause = pause
    }

    /// - Parameter now: seconds since 1970, for the date of a mail.
    public func send(_ message: AlertMessage, to channel: AlertChannel, at now: Int) async -> AlertDelivery {
        let token = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return await deliver(channel.order(for: message, at: now, token: token), to: channel)
    }

    /// All channels at once; the answers in their order.
    public func send(_ message: AlertMessage, to channels: [AlertChannel], at now: Int) async -> [AlertDelivery] {
        await withTaskGroup(of: (Int, AlertDelivery).self, returning: [AlertDelivery].self) { group in
            for (index, channel) in channels.enumerated() {
                group.addTask { (index, await send(message, to: channel, at: now)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Tells a ping channel that a run starts or has ended.
    public func send(_ signal: PingSignal, to channel: AlertChannel) async -> AlertDelivery {
        await deliver(channel.order(for: signal), to: channel)
    }

    private func deliver(_ order: CurlOrder?, to channel: AlertChannel) async -> AlertDelivery {
        guard let order else { return AlertDelivery(channel: channel.name, outcome: .notApplicable) }
        var tries = 1
        while true {
            guard let failure = await attempt(order, tries: tries) else {
                return AlertDelivery(channel: channel.name, outcome: .sent(tries: tries))
            }
            guard failure.isPassing, tries <= pauses.count else { return AlertDelivery(channel: channel.name, outcome: .failed(failure)) }
            do {
                try await pause(pauses[tries - 1])
            } catch {
                return AlertDelivery(channel: channel.name, outcome: .failed(failure))
            }
            tries += 1
        }
    }
}
