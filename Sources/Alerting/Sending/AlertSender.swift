import Curl
import Synchronization

/// Sends messages by libcurl, in this process: no secret is in any argument, file or environment of a program. A
/// message that cannot be sent is an outcome, never an error: no run changes its end by it.
package struct AlertSender: Sendable {
    private let surroundings: Surroundings
    private let timeLimit: Int
    private let pauses: [Duration]
    private let pause: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - environment: of this process; the names of proxies and of certificates are used.
    ///   - timeLimit: of one try, in seconds.
    ///   - pauses: between the tries; there is one try more than there are pauses.
    ///   - pause: for tests.
    package init(
        environment: [String: String], timeLimit: Int = 30, pauses: [Duration] = [.seconds(2), .seconds(10)],
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        surroundings = Surroundings(environment: environment)
        self.timeLimit = timeLimit
        self.pauses = pauses
        self.pause = pause
    }

    /// - Parameter now: seconds since 1970, for the date of a mail.
    package func send(_ message: AlertMessage, to channel: AlertChannel, at now: Int) async -> AlertDelivery {
        await TransferEngine.serving { await send(message, to: channel, at: now, by: $0) }
    }

    /// All channels at once; the answers in their order.
    package func send(_ message: AlertMessage, to channels: [AlertChannel], at now: Int) async -> [AlertDelivery] {
        await TransferEngine.serving { engine in
            await withTaskGroup(of: (Int, AlertDelivery).self, returning: [AlertDelivery].self) { group in
                for (index, channel) in channels.enumerated() {
                    group.addTask { (index, await send(message, to: channel, at: now, by: engine)) }
                }
                return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }
    }

    /// Tells a ping channel that a run starts or has ended.
    package func send(_ signal: PingSignal, to channel: AlertChannel) async -> AlertDelivery {
        await TransferEngine.serving { await deliver(channel.service.order(for: signal), to: channel, by: $0) }
    }

    private func send(_ message: AlertMessage, to channel: AlertChannel, at now: Int, by engine: TransferEngine) async
        -> AlertDelivery
    {
        let token = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        return await deliver(channel.service.order(for: message, at: now, token: token), to: channel, by: engine)
    }

    private func deliver(_ order: AlertOrder?, to channel: AlertChannel, by engine: TransferEngine) async
        -> AlertDelivery
    {
        guard let order else { return AlertDelivery(channel: channel.name, outcome: .notApplicable) }
        var tries = 1
        while true {
            guard let failure = await attempt(order, of: channel, tries: tries, by: engine) else {
                return AlertDelivery(channel: channel.name, outcome: .sent(tries: tries))
            }
            guard let pause = pauseAfter(failure, tries: tries) else {
                return AlertDelivery(channel: channel.name, outcome: .failed(failure))
            }
            do {
                try await self.pause(pause)
            } catch {
                return AlertDelivery(channel: channel.name, outcome: .failed(failure))
            }
            tries += 1
        }
    }

    /// A service that wants more time than this hears of it at the next run: no run waits for so long.
    private static let longestPause = Duration.seconds(60)

    /// How long to wait for the next try; nil: there is none.
    private func pauseAfter(_ failure: DeliveryFailure, tries: Int) -> Duration? {
        guard case .soon(let asked) = failure.prospect, tries <= pauses.count else { return nil }
        let pause = max(pauses[tries - 1], .seconds(asked ?? 0))
        return pause <= Self.longestPause ? pause : nil
    }

    /// One try; nil when the message went out.
    private func attempt(_ order: AlertOrder, of channel: AlertChannel, tries: Int, by engine: TransferEngine) async
        -> DeliveryFailure?
    {
        let words = ServerWords(isMail: order.isMail)
        do throws(TransferError) {
            let end = try await engine.run(order.transfer(within: timeLimit, surroundings), into: words)
            return DeliveryFailure(end, words, of: order, channel.service, tries: tries)
        } catch {
            switch error {
            case .unavailable(let reason):
                return DeliveryFailure(cause: .unavailable(reason), serverWords: "", tries: tries)
            case .cancelled, .shutDown: return DeliveryFailure(cause: .cancelled, serverWords: "", tries: tries)
            }
        }
    }
}

/// What a server says: the body of a web server's answer, the lines of a mail server.
private final class ServerWords: TransferReceiver {
    private static let limit = 64 << 10
    private let isMail: Bool
    private let bytes = Mutex<[UInt8]>([])
    private let wait = Mutex<Int?>(nil)

    init(isMail: Bool) {
        self.isMail = isMail
    }

    var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

    /// Seconds of the header Retry-After; nil: none, or a date.
    var retryAfter: Int? { wait.withLock { $0 } }

    func head(_ line: UnsafeRawBufferPointer) -> Bool {
        if isMail {
            keep(line)
        } else {
            let parts = String(decoding: line, as: UTF8.self).split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "retry-after" {
                wait.withLock { $0 = Int(parts[1].filter { !$0.isWhitespace }).map { max(0, $0) } }
            }
        }
        return true
    }

    func body(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if !isMail { keep(bytes) }
        return true
    }

    /// More than enough is passed over: the message went out all the same.
    private func keep(_ new: UnsafeRawBufferPointer) {
        bytes.withLock { bytes in bytes.append(contentsOf: new.prefix(Self.limit - bytes.count)) }
    }
}

extension DeliveryFailure {
    /// nil when all went as it should.
    fileprivate init?(
        _ end: TransferEnd, _ words: ServerWords, of order: AlertOrder, _ service: any AlertService, tries: Int
    ) {
        let talk = words.text
        if end.code == .ok, order.isMail || (200..<300).contains(end.status) { return nil }
        if end.code == .ok {
            let answer = ServiceAnswer(status: end.status, retryAfter: words.retryAfter, body: talk)
            cause = .answer(status: end.status, service.meaning(of: answer))
        } else {
            var reason = Substring(end.words)
            // The sentence gets its own full stop.
            while reason.hasSuffix(".") { reason.removeLast() }
            cause = .transfer(code: end.code.rawValue, words: order.redaction(String(reason)).oneLine(200))
        }
        serverWords = order.redaction(order.isMail ? Self.lastWords(talk) : talk).oneLine(300)
        self.tries = tries
    }

    /// The last refusal of a mail server, or what it said last.
    private static func lastWords(_ talk: String) -> String {
        let lines = talk.split(whereSeparator: \.isNewline).map(String.init)
        return lines.last { $0.hasPrefix("4") || $0.hasPrefix("5") } ?? ""
    }
}
