import DelimitedRows
import DelimitedText
import PluginKit
import Tabular

/// Finds the member from which rows from a tick on are to be read, without inflating the members before it.
struct GzipTail {
    /// Enough for the beginning of a member: its tables and its first rows.
    private static let pieceBytes = 4 << 10

    let source: any ByteSource
    let schema: Schema
    let axisColumn: Int
    let lower: Int64

    /// The first byte of the last member that begins below the tick; 0 where the file has to be read whole.
    func start() throws -> Int {
        for member in try members().reversed() where try member > 0 && isBelow(member) { return member }
        return 0
    }

    /// Where members begin, from one to the next by the lengths that they state. None where one states none: somebody
    /// compressed the file anew, or it is damaged, which reading it whole will tell. A wrong length is told by whoever
    /// reads its member.
    private func members() throws -> [Int] {
        var members: [Int] = []
        var position = 0
        // Members of one night are small: then several headers are read at once.
        var isSmall = false
        var piece: (start: Int, bytes: [UInt8]) = (0, [])
        while position < source.count {
            let end = min(position + MemberHeader.count, source.count)
            if end > piece.start + piece.bytes.count {
                let size = isSmall ? 1 << 10 : MemberHeader.count
                piece = (position, try source.bytes(position..<min(position + size, source.count)))
            }
            let header = piece.bytes[position - piece.start..<end - piece.start]
            guard let length = MemberHeader.length(in: Array(header)), length > MemberHeader.count else { return [] }
            members.append(position)
            position += length
            isSmall = length < 256
        }
        return members
    }

    /// A row that cannot be read is below nothing: reading on from an earlier one will come to it and say what is
    /// wrong.
    private func isBelow(_ member: Int) throws -> Bool {
        guard let row = try firstRow(of: member), let tick = DelimitedAxis(schema, column: axisColumn).tick(of: row)
        else { return false }
        return tick < lower
    }

    private func firstRow(of member: Int) throws -> DelimitedRecord? {
        do {
            var text = try GzipText(
                source, from: member, readBytes: GzipTail.pieceBytes, pieceBytes: GzipTail.pieceBytes)
            var reader = DelimitedReader(dialect: .written)
            while let piece = try text.next(), text.member == member {
                reader.feed(piece)
                if let row = try reader.next() { return row }
            }
        } catch is GzipDamage {
        } catch is DelimitedTextError {
        }
        return nil
    }
}
