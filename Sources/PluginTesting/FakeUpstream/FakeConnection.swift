/// One connection to a `FakeUpstream`: reads requests and plays the steps of their answers, bytes untouched.
final class FakeConnection {
    private enum State {
        case open
        /// All is said; what still comes is dropped, until the peer closes too.
        case ended
        case over
    }

    let socket: Socket
    private let answer: (FakeRequest) -> FakeAnswer
    private var reader = RequestReader()
    private var state = State.open
    /// Of all answers that are not done, in the order of their requests.
    private var steps: [FakeAnswer.Step] = []
    /// How many bytes of the first step are out.
    private var sent = 0
    /// Nothing can be sent before the peer has read.
    private(set) var needsRoom = false
    private var resumption = ContinuousClock.now

    init(_ socket: Socket, answer: @escaping (FakeRequest) -> FakeAnswer) {
        self.socket = socket
        self.answer = answer
    }

    var isOver: Bool { state == .over }

    /// When the next step is to be played, if time alone is waited for.
    var due: ContinuousClock.Instant? {
        switch steps.first {
        case nil, .stall: nil
        case .some: needsRoom ? nil : resumption
        }
    }

    /// Does what can be done now.
    func proceed(hasNews: Bool) {
        if hasNews {
            needsRoom = false
            receive()
        }
        while !needsRoom, resumption <= .now, let step = steps.first, hasPlayed(step) {
            steps.removeFirst()
            sent = 0
        }
    }

    private func receive() {
        switch socket.receive() {
        case .nothing: break
        case .end: end(.over)
        case .bytes(let bytes):
            guard state == .open else { return }
            reader.feed(bytes)
            do {
                while let request = try reader.next() { steps += answer(request).steps }
            } catch {
                end(.ended)
            }
        }
    }

    /// False when the step goes on later, or was the last.
    private func hasPlayed(_ step: FakeAnswer.Step) -> Bool {
        switch step {
        case .send(let bytes):
            return send(bytes, upTo: bytes.count)
        case .wait(let seconds):
            resumption = .now + .seconds(seconds)
            return true
        case .trickle(let bytes, let seconds):
            guard sent < bytes.count else { return true }
            if send(bytes, upTo: sent + 1) { resumption = .now + .seconds(seconds) }
            return false
        case .close:
            end(.ended)
            return false
        case .reset:
            socket.resetOnClose()
            end(.over)
            return false
        case .stall:
            return false
        }
    }

    /// True when all of them are out.
    private func send(_ bytes: [UInt8], upTo end: Int) -> Bool {
        guard let count = socket.send(bytes[sent..<end]) else {
            self.end(.over)
            return false
        }
        sent += count
        needsRoom = sent < end
        return !needsRoom
    }

    private func end(_ state: State) {
        if state == .ended { socket.endSending() }
        self.state = state
        steps = []
        needsRoom = false
    }
}
