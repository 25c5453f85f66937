import Gzip
import PluginKit

/// The text of a gzip file from the beginning of a member on, in pieces. Memory does not depend on the size of members.
struct GzipText: ~Copyable {
    private let source: any ByteSource
    /// How many bytes are read at once.
    private let readBytes: Int
    private let pieceBytes: Int
    private var inflater: Inflater
    private var input: [UInt8] = []
    /// The next byte of `input`.
    private var position = 0
    /// The byte of the file behind `input`.
    private var inputEnd: Int
    private var statedLength: Int?

    /// The first byte of the member that the last piece is of.
    private(set) var member: Int
    /// Whether that member goes on: its checksum was not reached yet.
    private(set) var isInMember = false

    init(_ source: any ByteSource, from member: Int, readBytes: Int = 64 << 10, pieceBytes: Int = 256 << 10) throws {
        self.source = source
        self.readBytes = readBytes
        self.pieceBytes = pieceBytes
        self.member = member
        inputEnd = member
        inflater = try Inflater()
    }

    /// The next piece, of one member; nil behind the last one. A piece with which a member ends comes out only if the
    /// member is whole. Throws `GzipDamage`.
    mutating func next() throws -> [UInt8]? {
        while true {
            if !isInMember { guard try beginMember() else { return nil } }
            let piece = try piece()
            if !piece.isEmpty { return piece }
        }
    }

    private var offset: Int { inputEnd - input.count + position }

    private mutating func beginMember() throws -> Bool {
        let start = offset
        guard start < source.count else { return false }
        let header = try source.bytes(start..<min(start + MemberHeader.count, source.count))
        guard MemberHeader.begins(header) else {
            throw GzipDamage(member: start, message: "no gzip member begins there")
        }
        statedLength = MemberHeader.length(in: header)
        inflater.reset()
        member = start
        isInMember = true
        return true
    }

    private mutating func piece() throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: pieceBytes) { output, count in
            while isInMember, count < output.count {
                if position == input.count { try readOn() }
                switch try inflate(into: output, &count) {
                case .more: continue
                case .end: try endMember()
                case .damage(let words):
                    throw GzipDamage(member: member, message: "damaged at byte \(offset) (\(words))")
                }
            }
        }
    }

    private mutating func inflate(into output: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int) throws
        -> Inflater.Outcome
    {
        try input.withUnsafeBufferPointer { try inflater.inflate($0, at: &position, into: output, &count) }
    }

    private mutating func readOn() throws {
        guard inputEnd < source.count else {
            throw GzipDamage(member: member, message: "the file ends inside it, at byte \(inputEnd)")
        }
        let end = min(inputEnd + readBytes, source.count)
        input = try source.bytes(inputEnd..<end)
        inputEnd = end
        position = 0
    }

    private mutating func endMember() throws {
        let length = offset - member
        if let statedLength, statedLength != length {
            throw GzipDamage(member: member, message: "it is \(length) bytes long and says \(statedLength)")
        }
        isInMember = false
    }
}

/// Bytes that are not what a gzip file has there.
struct GzipDamage: Error {
    /// The first byte of the member in the file.
    let member: Int
    let message: String
}
