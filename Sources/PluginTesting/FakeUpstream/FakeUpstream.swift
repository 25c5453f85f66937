import Synchronization

/// A loopback HTTP server that answers as it is told, faults included. One thread of its own, gone after `stop()`.
public final class FakeUpstream: Sendable {
    private let log: LogBook
    private let thread: ServerThread
    /// Closing it ends the thread's work.
    private let bell: Mutex<Socket?>

    /// `http://127.0.0.1:PORT`, for `--upstream NAME=URL` and `UpstreamDeclaration`.
    public var base: String { "http://127.0.0.1:\(port)" }
    public let port: Int

    /// Every request so far, in the order in which they came.
    public var requests: [FakeRequest] { log.requests }

    /// Starts a server that asks the closure about every request, one after the other, on the server's own thread.
    public static func start(_ answer: @escaping @Sendable (FakeRequest) -> FakeAnswer) async throws -> FakeUpstream {
        try FakeUpstream(answer)
    }

    /// Starts a server with fixed answers; anything that no route matches gets a 404 in JSON.
    public static func start(_ routes: [FakeRoute]) async throws -> FakeUpstream {
        let counts = RouteCounts(routes)
        return try await start { counts.answer($0) }
    }

    private init(_ answer: @escaping @Sendable (FakeRequest) -> FakeAnswer) throws(SocketError) {
        let listener = try Socket.listening()
        let (near, far) = try Socket.pair()
        let log = LogBook()
        port = try listener.port()
        thread = try ServerThread.start {
            var loop = FakeLoop(listener: listener, bell: far) { answer(log.enter($0)) }
            loop.run()
        }
        bell = Mutex(near)
        self.log = log
    }

    /// Closes every connection at once, whatever it is at, and ends the thread; only an answer that the closure is
    /// working out is waited for.
    public func stop() async throws {
        bell.withLock { $0 = nil }
        await thread.end()
    }

    /// Runs the body with a server and stops it, whatever happens.
    public static func serving<Result>(
        _ routes: [FakeRoute], _ body: (FakeUpstream) async throws -> Result
    ) async throws -> Result {
        try await serving(start(routes), body)
    }

    public static func serving<Result>(
        _ answer: @escaping @Sendable (FakeRequest) -> FakeAnswer, body: (FakeUpstream) async throws -> Result
    ) async throws -> Result {
        try await serving(start(answer), body)
    }

    private static func serving<Result>(_ server: FakeUpstream, _ body: (FakeUpstream) async throws -> Result)
        async throws -> Result
    {
        do {
            let result = try await body(server)
            try await server.stop()
            return result
        } catch {
            try await server.stop()
            throw error
        }
    }

    /// The address of a port on which nothing listens.
    public static func refusedBase() async throws -> String {
        let server = try await start([])
        let base = server.base
        try await server.stop()
        return base
    }

    /// What has been asked.
    final class LogBook: Sendable {
        private let entries = Mutex<[FakeRequest]>([])

        var requests: [FakeRequest] { entries.withLock { $0 } }

        /// Gives the request its number.
        func enter(_ request: FakeRequest) -> FakeRequest {
            entries.withLock { entries in
                var request = request
                request.number = entries.count + 1
                entries.append(request)
                return request
            }
        }
    }

    /// How often each route has been asked.
    private final class RouteCounts: Sendable {
        private let routes: [FakeRoute]
        private let counts: Mutex<[Int]>

        init(_ routes: [FakeRoute]) {
            self.routes = routes
            self.counts = Mutex([Int](repeating: 0, count: routes.count))
        }

        func answer(_ request: FakeRequest) -> FakeAnswer {
            guard let index = routes.firstIndex(where: { $0.matches(request) }), let last = routes[index].answers.last
            else {
                return .json(#"{"error":"no such route"}"#, status: 404)
            }
            let turn = counts.withLock { counts in
                counts[index] += 1
                return counts[index] - 1
            }
            let answers = routes[index].answers
            return turn < answers.count ? answers[turn] : last
        }
    }
}

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

/// The life of a `FakeUpstream`'s thread: waits for all its sockets at once, and lets each connection do what came or
/// is due.
private struct FakeLoop {
    private let listener: Socket
    private let bell: Socket
    private let answer: (FakeRequest) -> FakeAnswer
    private var connections: [FakeConnection] = []

    /// - Parameter bell: the loop ends when its other end is closed.
    init(listener: Socket, bell: Socket, answer: @escaping (FakeRequest) -> FakeAnswer) {
        self.listener = listener
        self.bell = bell
        self.answer = answer
    }

    mutating func run() {
        while true {
            let watched = [(bell, false), (listener, false)] + connections.map { ($0.socket, $0.needsRoom) }
            let hasNews = Socket.wait(for: watched, until: connections.compactMap(\.due).min())
            if hasNews[0] { return }
            for (connection, hasNews) in zip(connections, hasNews.dropFirst(2)) { connection.proceed(hasNews: hasNews) }
            connections.removeAll(where: \.isOver)
            if hasNews[1], let socket = listener.accepted() {
                connections.append(FakeConnection(socket, answer: answer))
            }
        }
    }
}
