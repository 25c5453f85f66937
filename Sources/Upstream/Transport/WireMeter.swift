import NIOCore
import NIOHTTP1

/// Stands between a connection's HTTP parser and its inflater: counts what came over the wire, caps it, and holds an answer's end back until
/// all that was read with it has been looked at, so that an answer longer than its length is an error and no short success.
final class WireMeter: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    struct LimitExceeded: Error {
        let limit: Int
    }

    /// Tells the collector the answer's number in the ledger; taken out before anyone else sees the headers.
    static let header = "penstock-wire-exchange"

    private let ledger: WireLedger
    private let limit: Int
    private var exchange = 0
    private var bytes = 0
    private var end: HTTPClientResponsePart?

    private init(ledger: WireLedger, limit: Int) {
        self.ledger = ledger
        self.limit = limit
    }

    /// Goes behind the parser that AsyncHTTPClient has put in.
    static func install(in channel: any Channel, ledger: WireLedger, limit: Int) throws {
        let pipeline = channel.pipeline.syncOperations
        let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        try pipeline.addHandler(WireMeter(ledger: ledger, limit: limit), position: .after(parser))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(var head):
            guard head.status.code >= 200 else { return context.fireChannelRead(data) }
            exchange = ledger.open()
            bytes = 0
            head.headers.replaceOrAdd(name: Self.header, value: "\(exchange)")
            context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(let buffer):
            bytes += buffer.readableBytes
            ledger.enter(bytes, for: exchange)
            guard bytes <= limit else {
                context.fireErrorCaught(LimitExceeded(limit: limit))
                return context.close(promise: nil)
            }
            context.fireChannelRead(data)
        case .end(let trailers):
            end = .end(trailers)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        passEnd(context)
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        passEnd(context)
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        passEnd(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end = nil
        context.fireErrorCaught(error)
    }

    private func passEnd(_ context: ChannelHandlerContext) {
        guard let end else { return }
        self.end = nil
        context.fireChannelRead(wrapInboundOut(end))
    }
}
