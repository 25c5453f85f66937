import Foundation

/// What is inside a gzip file, all members of it. zlib is loaded when it is needed: Foundation has brought it along.
enum GzipText {
    struct Unreadable: Error {
        let path: String
    }

    private typealias Open = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>) -> OpaquePointer?
    private typealias Read = @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UInt32) -> Int32
    private typealias Close = @convention(c) (OpaquePointer) -> Int32

    static func inflate(_ path: String) throws -> [UInt8] {
        guard let library = dlopen("libz.so.1", RTLD_NOW), let open = dlsym(library, "gzopen"),
            let read = dlsym(library, "gzread"),
            let close = dlsym(library, "gzclose_r"), let file = unsafeBitCast(open, to: Open.self)(path, "rb")
        else { throw Unreadable(path: path) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes -> Int32 in
                guard let base = bytes.baseAddress else { return -1 }
                return unsafeBitCast(read, to: Read.self)(file, base, UInt32(bytes.count))
            }
            guard count > 0 else {
                let end = unsafeBitCast(close, to: Close.self)(file)
                // A member that was cut off reads as an end and is told of on closing.
                guard count == 0, end == 0 else { throw Unreadable(path: path) }
                return bytes
            }
            bytes.append(contentsOf: buffer[..<Int(count)])
        }
    }
}
