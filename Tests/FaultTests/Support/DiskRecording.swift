import Foundation

/// The calls of a run with their bytes, as the shim recorded them.
struct DiskRecording {
    struct Operation {
        /// The number of the call.
        let call: Int
        let change: Change
    }

    /// Paths go from the folder on; the folder itself is empty.
    enum Change {
        case create(String)
        case makeFolder(String)
        case write(String, at: Int, [UInt8])
        case truncate(String, to: Int)
        case rename(String, to: String)
        case link(String, to: String)
        case remove(String)
        case sync(String)
        case syncAll
    }

    struct Unreadable: Error {
        let line: String
    }

    private(set) var operations: [Operation] = []

    init(_ record: [UInt8], in folder: String) throws {
        var rest = record[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 6, let call = Int(cells[0]), let offset = Int(cells[4]), let count = Int(cells[5]),
                count <= rest.count
            else {
                throw Unreadable(line: line)
            }
            let bytes = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
            func path(_ cell: Int) -> String { String(cells[cell].dropFirst(folder.count + 1)) }
            let change: Change =
                switch cells[1] {
                case "create": .create(path(2))
                case "mkdir": .makeFolder(path(2))
                case "write": .write(path(2), at: offset, bytes)
                case "truncate": .truncate(path(2), to: offset)
                case "rename": .rename(path(2), to: path(3))
                case "link": .link(path(2), to: path(3))
                case "unlink": .remove(path(2))
                case "sync": .sync(path(2))
                case "syncall": .syncAll
                default: throw Unreadable(line: line)
                }
            operations.append(Operation(call: call, change: change))
        }
        guard rest.isEmpty else { throw Unreadable(line: "a line without an end") }
    }
}
