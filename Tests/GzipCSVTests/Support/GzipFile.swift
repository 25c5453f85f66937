import CZlib
import GzipCSV
import PluginKit
import PluginTesting
import Tabular

/// A file as the format writes it, and its members taken apart without the format.
struct GzipFile {
    var bytes: [UInt8]
    let schema: Schema

    static func format(_ level: Int = 6) throws -> GzipCSVFormat {
        GzipCSVFormat(options: try GzipCSVOptions(OptionValues(["gzip-level": "\(level)"])))
    }

    init(_ commits: [Batch], level: Int = 6) throws {
        bytes = try FormatContract.encode(commits, Self.format(level))
        schema = commits[0].schema
    }

    init(_ bytes: [UInt8], _ schema: Schema) {
        self.bytes = bytes
        self.schema = schema
    }

    /// Where members lie, by the lengths in their headers.
    var members: [Range<Int>] {
        var members: [Range<Int>] = []
        while (members.last?.upperBound ?? 0) < bytes.count {
            let start = members.last?.upperBound ?? 0
            let length = (0..<4).reduce(0) { $0 | Int(bytes[start + 16 + $1]) << ($1 * 8) }
            members.append(start..<start + length)
        }
        return members
    }

    /// The text of each member.
    func texts() -> [[UInt8]] { members.map { Self.inflated(Array(bytes[$0])) } }

    func rows(from lower: Int64? = nil) throws -> Batch { try rows(of: MemorySource(bytes), from: lower) }

    func rows(of source: any ByteSource, from lower: Int64? = nil) throws -> Batch {
        var all = Batch(empty: schema)
        try Self.format().read(source, schema: schema, axisColumn: 0, from: lower) { all = all.appending($0) }
        return all
    }

    /// Members that say nothing of their length, as other programs write them.
    var withoutLengths: GzipFile {
        let stripped = members.flatMap { member -> [UInt8] in
            var member = Array(bytes[member])
            member[3] = 0
            member.removeSubrange(10..<20)
            return member
        }
        return GzipFile(stripped, schema)
    }

    private static func inflated(_ member: [UInt8]) -> [UInt8] {
        let size = member.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        return [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
            var member = member
            member.withUnsafeMutableBufferPointer { input in
                var stream = z_stream()
                withUnsafeMutablePointer(to: &stream) { stream in
                    inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                    stream.pointee.next_in = input.baseAddress
                    stream.pointee.avail_in = UInt32(input.count)
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    inflate(stream, Z_FINISH)
                    count = Int(stream.pointee.total_out)
                    inflateEnd(stream)
                }
            }
        }
    }
}
