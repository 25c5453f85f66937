import CZlib

/// An inflating stream of zlib, for one gzip member after the other. It checks header, checksum and length of each: of
/// files, and of answers that travel compressed.
package struct Inflater: ~Copyable {
    package enum Outcome {
        /// The input or the room for output is used up.
        case more
        /// The member ended, and is what its checksum says.
        case end
        /// In zlib's words.
        case damage(String)
    }

    /// zlib keeps a pointer to it, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    package init() throws(ZlibError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 more than the window: gzip and nothing else.
        let code = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            throw ZlibError(code: code, what: "decompressing")
        }
        self.stream = stream
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Begins the next member.
    package mutating func reset() { inflateReset(stream) }

    /// Reads input, less than 4 GiB, from `position` on and moves it; writes output behind its first `count` bytes and
    /// raises that.
    package mutating func inflate(
        _ input: UnsafeBufferPointer<UInt8>, at position: inout Int, into output: UnsafeMutableBufferPointer<UInt8>,
        _ count: inout Int
    ) throws(ZlibError) -> Outcome {
        let given = input.count - position
        let room = output.count - count
        stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + position) }
        stream.pointee.avail_in = UInt32(given)
        stream.pointee.next_out = output.baseAddress.map { $0 + count }
        stream.pointee.avail_out = UInt32(room)
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        position += given - Int(stream.pointee.avail_in)
        count += room - Int(stream.pointee.avail_out)
        switch code {
        case Z_STREAM_END: return .end
        case Z_OK, Z_BUF_ERROR: return .more
        case Z_DATA_ERROR: return .damage(stream.pointee.msg.map { String(cString: $0) } ?? "invalid data")
        default: throw ZlibError(code: code, what: "decompressing")
        }
    }
}
