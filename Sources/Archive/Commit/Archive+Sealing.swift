import Dispatch
import PluginKit
import Synchronization

extension Archive {
    /// Ends what the encoders must end, so that the bytes up to here stand by themselves. Encoders that hold something back, as those that
    /// compress, end side by side.
    func seal(_ files: [DataFile], in group: CommitGroup) throws {
        let files = files.filter { $0.encoder != nil }
        var rest = files.filter { $0.pendingBytes > 0 }[...]
        for file in files where file.pendingBytes == 0 {
            var bytes: [UInt8] = []
            try file.encoder?.seal(into: &bytes)
            try end(file, bytes, in: group)
        }
        while !rest.isEmpty {
            let part = rest.prefix(CommitGroup.maximumSealsAtOnce)
            rest = rest.dropFirst(part.count)
            for (file, ending) in zip(part, Archive.endings(of: part.compactMap(\.encoder))) { try end(file, try ending.get(), in: group) }
        }
    }

    private func end(_ file: DataFile, _ bytes: [UInt8], in group: CommitGroup) throws {
        group.pendingBytes -= file.pendingBytes
        file.encoder = nil
        file.contents.seals += 1
        guard !bytes.isEmpty else { return }
        try open(file, in: group)
        try flush(bytes, to: file, in: group)
    }

    private static func endings(of encoders: [any FileEncoder]) -> [Result<[UInt8], any Error>] {
        let endings = Mutex([Int: Result<[UInt8], any Error>]())
        DispatchQueue.concurrentPerform(iterations: encoders.count) { index in
            var encoder = encoders[index]
            let ending = Result {
                var bytes: [UInt8] = []
                try encoder.seal(into: &bytes)
                return bytes
            }
            endings.withLock { $0[index] = ending }
        }
        return endings.withLock { endings in encoders.indices.compactMap { endings[$0] } }
    }
}
