/// One gzip member: header, deflated text, checksum and length.
package enum Member {
    /// The header of a member that says nothing of itself: no name, no time, no system.
    private static let plainHeader: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    private static let trailerCount = 8

    /// A text of less than 4 GiB as a member with the plainest header.
    package static func bytes(of text: [UInt8], level: Int) throws(ZlibError) -> [UInt8] {
        try bytes(of: text[...], level: level, headerCount: plainHeader.count) { _ in plainHeader }
    }

    /// With a header of `headerCount` bytes, which may say the length of the whole member.
    package static func bytes(
        of text: ArraySlice<UInt8>, level: Int, headerCount: Int, header: (UInt32) -> [UInt8]
    ) throws(ZlibError) -> [UInt8] {
        var deflater = try Deflater(level: level)
        var failure: ZlibError?
        let bytes = [UInt8](unsafeUninitializedCapacity: headerCount + deflater.bound(text.count) + trailerCount) {
            output, count in
            let deflated = UnsafeMutableBufferPointer(rebasing: output[headerCount...])
            do throws(ZlibError) {
                let length = try text.withUnsafeBufferPointer { (bytes) throws(ZlibError) in
                    try deflater.deflate(bytes, into: deflated)
                }
                count = headerCount + length + trailerCount
                place(header(UInt32(count)), in: output, at: 0)
                let trailer = [text.withUnsafeBufferPointer(Deflater.checksum), UInt32(text.count)]
                place(
                    trailer.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }, in: output,
                    at: headerCount + length)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }

    private static func place(_ bytes: [UInt8], in output: UnsafeMutableBufferPointer<UInt8>, at position: Int) {
        for (number, byte) in bytes.enumerated() { output.initializeElement(at: position + number, to: byte) }
    }
}
