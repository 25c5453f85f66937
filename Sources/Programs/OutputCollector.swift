import Synchronization

/// Keeps the first bytes of a stream; held outside the call, so that what a killed program wrote is not lost.
final class OutputCollector: Sendable {
    private let limit: Int
    private let kept = Mutex<(bytes: [UInt8], isCut: Bool)>(([], false))

    init(limit: Int) {
        self.limit = max(0, limit)
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        kept.withLock { kept in
            let room = limit - kept.bytes.count
            kept.bytes.append(contentsOf: bytes.prefix(room))
            if bytes.count > room { kept.isCut = true }
        }
    }

    var output: ProgramOutput { kept.withLock { ProgramOutput($0.bytes, isCut: $0.isCut) } }
}
