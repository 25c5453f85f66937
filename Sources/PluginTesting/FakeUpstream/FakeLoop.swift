/// The life of a `FakeUpstream`'s thread: waits for all its sockets at once, and lets each connection do what came or
/// is due.
struct FakeLoop {
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
