import CZlib

/// A compressing stream of zlib, for one text: 256 KiB of memory, which is why none outlives its member.
package struct Deflater: ~Copyable {
    /// zlib keeps a pointer to it, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    package init(level: Int) throws(ZlibError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Negative: deflate without a wrapping, for the member's header and trailer are written here. 8 is the memory
        // that gzip uses.
        let code = deflateInit2_(
            stream, Int32(level), Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            throw ZlibError(code: code, what: "compressing")
        }
        self.stream = stream
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// The most bytes that a text of this length can become.
    package func bound(_ count: Int) -> Int { Int(deflateBound(stream, UInt(count))) }

    /// Writes the whole text, less than 4 GiB, into an output of at least ``bound(_:)`` bytes; returns how many it has
    /// become.
    package mutating func deflate(
        _ text: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(ZlibError) -> Int {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: text.baseAddress)
        stream.pointee.avail_in = UInt32(text.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let code = CZlib.deflate(stream, Z_FINISH)
        guard code == Z_STREAM_END else { throw ZlibError(code: code, what: "compressing") }
        return Int(stream.pointee.total_out)
    }

    /// CRC-32 as gzip has it. Of less than 4 GiB.
    package static func checksum(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32(0, text.baseAddress, UInt32(text.count)))
    }
}
