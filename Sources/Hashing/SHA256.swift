import Host

#if canImport(CommonCrypto)
    import CommonCrypto
#else
    import CCrypto
#endif

/// SHA-256, by the system's library: libcrypto, CommonCrypto on macOS. Digests are lower-case hexadecimal text of 64
/// digits.
package struct SHA256: ~Copyable {
    #if canImport(CommonCrypto)
        private var context = CC_SHA256_CTX()

        package init() { CC_SHA256_Init(&context) }

        private init(context: CC_SHA256_CTX) { self.context = context }

        /// A digest of the same bytes so far, which goes on by itself.
        package borrowing func copy() -> SHA256 { SHA256(context: context) }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            CC_SHA256_Update(&context, bytes.baseAddress, CC_LONG(bytes.count))
        }

        private mutating func finish(_ output: UnsafeMutablePointer<UInt8>) { CC_SHA256_Final(output, &context) }
    #else
        private var context: UnsafeMutableRawPointer?

        package init() { context = ccrypto_sha256_begin() }

        private init(context: UnsafeMutableRawPointer?) { self.context = context }

        /// A digest of the same bytes so far, which goes on by itself.
        package borrowing func copy() -> SHA256 { SHA256(context: context.map { ccrypto_sha256_copy($0) }) }

        deinit {
            if let context { ccrypto_sha256_end(context, nil) }
        }

        package mutating func update(_ bytes: UnsafeRawBufferPointer) {
            if let context { ccrypto_sha256_add(context, bytes.baseAddress, bytes.count) }
        }

        private mutating func finish(_ output: UnsafeMutablePointer<UInt8>) {
            if let context { ccrypto_sha256_end(context, output) }
            context = nil
        }
    #endif

    package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The digest of all that came; nothing can be added afterwards.
    package mutating func hexadecimal() -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { output in
            guard let first = output.baseAddress else { return "" }
            finish(first)
            return Hexadecimal.text(of: output)
        }
    }

    /// The first 16 bytes of the digest, as two words in their order; nothing can be added afterwards.
    package mutating func words() -> (UInt64, UInt64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { output in
            guard let first = output.baseAddress else { return (0, 0) }
            finish(first)
            let words = UnsafeRawPointer(first)
            return (
                UInt64(bigEndian: words.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: words.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// The digest of bytes that are there whole.
    package static func hexadecimal(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.hexadecimal()
    }
}
