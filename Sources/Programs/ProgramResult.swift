import Synchronization

/// What became of a program that ran to its end. An exit status other than 0 is a result, not an error.
package struct ProgramResult: Hashable, Sendable {
    package let end: ProgramEnd
    package let output: ProgramOutput
    package let errorOutput: ProgramOutput

    package init(end: ProgramEnd, output: ProgramOutput, errorOutput: ProgramOutput) {
        self.end = end
        self.output = output
        self.errorOutput = errorOutput
    }
}

/// How a program ended.
package enum ProgramEnd: Hashable, Sendable, CustomStringConvertible {
    /// By itself, with an exit status; 0 is success.
    case exited(Int32)
    /// By a signal that it did not handle.
    case signalled(Int32)

    package var isSuccess: Bool { self == .exited(0) }

    package var description: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let number): "killed by signal \(number)"
        }
    }
}

/// The start of what a program wrote.
package struct ProgramOutput: Hashable, Sendable {
    package let bytes: [UInt8]
    /// More came than was kept.
    package let isCut: Bool

    package init(_ bytes: [UInt8], isCut: Bool = false) {
        self.bytes = bytes
        self.isCut = isCut
    }

    /// The bytes as UTF-8, with U+FFFD for what is not.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

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
