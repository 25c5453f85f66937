import Dispatch
import Gzip
import PluginKit
import Synchronization

/// Makes members.
enum GzipMember {
    /// Appends a member for each range of a text, in their order. Each is compressed by itself, several at once where
    /// there are cores.
    static func append(_ ranges: [Range<Int>], of text: [UInt8], level: Int, to output: inout [UInt8]) throws {
        guard ranges.count > 1 else {
            for range in ranges { output += try bytes(of: text[range], level: level) }
            return
        }
        let results = Mutex([Result<[UInt8], any Error>?](repeating: nil, count: ranges.count))
        DispatchQueue.concurrentPerform(iterations: ranges.count) { number in
            let result = Result { try bytes(of: text[ranges[number]], level: level) }
            results.withLock { $0[number] = result }
        }
        for result in results.withLock({ $0 }) { output += try result?.get() ?? [] }
    }

    /// One member.
    static func bytes(of text: ArraySlice<UInt8>, level: Int) throws -> [UInt8] {
        // Only a row of gigabytes makes one: a member ends with the row that fills it.
        guard text.count < 1 << 31 else {
            throw FileFormatError(line: 0, "rows of \(text.count) bytes do not fit into one gzip member")
        }
        return try Member.bytes(
            of: text, level: level, headerCount: MemberHeader.count, header: MemberHeader.bytes(length:))
    }
}
