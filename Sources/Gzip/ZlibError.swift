import CZlib

/// zlib could not work: no memory, or a library that is not the one it was built for. It says nothing about the bytes.
package struct ZlibError: Error, CustomStringConvertible {
    let code: Int32
    let what: String

    package var description: String {
        let reason =
            code == Z_MEM_ERROR ? "out of memory" : code == Z_VERSION_ERROR ? "another version of zlib" : "code \(code)"
        return "zlib failed while \(what): \(reason)"
    }
}
