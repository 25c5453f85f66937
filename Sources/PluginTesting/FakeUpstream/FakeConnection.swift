import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One connection to a `FakeUpstream`: reads requests and plays the steps of their answers, bytes untouched.
final class FakeConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let log: FakeUpstream.LogBook
    private let answer: @Sendable (FakeRequest) -> FakeAnswer
    private var head: HTTPRequestHead?

    init(log: FakeUpstream.LogBook, answer: @escaping @Sendable (FakeRequest) -> FakeAnswer) {
        self.log = log
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
        case .body:
            break
        case .end:
            guard let head else { return }
            var headers: [String: String] = [:]
            for (name, value) in head.headers { headers[name.lowercased()] = value }
            let request = log.enter(method: head.method.rawValue, target: head.uri, headers: headers)
            play(answer(request).steps[...], on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func play(_ steps: ArraySlice<FakeAnswer.Step>, on channel: any Channel) {
        guard let step = steps.first, channel.isActive else { return }
        let rest = steps.dropFirst()
        switch step {
        case .send(let bytes):
            channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
            play(rest, on: channel)
        case .wait(let seconds):
            after(seconds, on: channel) { self.play(rest, on: channel) }
        case .trickle(let bytes, let seconds):
            guard let byte = bytes.first else { return play(rest, on: channel) }
            channel.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil)
            after(seconds, on: channel) {
                self.play([.trickle(Array(bytes.dropFirst()), secondsBetween: seconds)] + rest, on: channel)
            }
        case .close:
            channel.close(promise: nil)
        case .reset:
            if let socket = channel as? any SocketOptionProvider {
                socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated().whenComplete { _ in channel.close(promise: nil) }
            } else {
                channel.close(promise: nil)
            }
        case .stall:
            break
        }
    }

    private func after(_ seconds: Double, on channel: any Channel, _ action: @escaping () -> Void) {
        channel.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(seconds * 1_000_000_000)), action)
    }
}
