import DelimitedRows
import PluginKit
import Tabular

/// The rows of a file from the beginning of a member on.
struct GzipRows: ~Copyable {
    private let source: any ByteSource
    private let schema: Schema
    private let start: Int
    private var text: GzipText
    private var decoder: DelimitedRowDecoder
    private var isFinished = false
    /// What is wrong behind the rows that were handed out last.
    private var failure: FileFormatError?
    /// The member of which text was pushed last, and the line with which it begins.
    private var member: Int
    private var memberLine = 1

    /// `start`: the first byte of a member; from 0 on, the header is checked and left out. `lower`: rows whose cell in
    /// the column is below the tick are left out.
    init(_ source: any ByteSource, _ schema: Schema, from start: Int, lower: (column: Int, tick: Int64)?) throws {
        var text = try GzipText(source, from: start)
        var decoder = DelimitedRowDecoder(schema, from: lower)
        if start == 0 { decoder.push(try GzipRows.rows(behindHeaderOf: &text, schema)) }
        self.source = source
        self.schema = schema
        self.start = start
        self.text = text
        self.decoder = decoder
        member = start
    }

    /// Throws when a file does not begin with the schema's header; inflates no more than that.
    static func checkHeader(of source: any ByteSource, _ schema: Schema) throws {
        let size = 4 << 10
        var text = try GzipText(source, from: 0, readBytes: size, pieceBytes: size)
        _ = try rows(behindHeaderOf: &text, schema)
    }

    /// The next batch; nil at the end. Throws `FileFormatError`.
    mutating func next() throws -> Batch? {
        if let failure { throw failure }
        while true {
            if let batch = try decoded() { return batch }
            if isFinished { return nil }
            do {
                if let piece = try text.next() {
                    if text.member != member {
                        member = text.member
                        memberLine = decoder.line
                    }
                    decoder.push(piece)
                } else {
                    decoder.finish()
                    isFinished = true
                }
            } catch let damage as GzipDamage {
                let error = error(damage)
                failure = error
                guard let rows = decoder.takeRows() else { throw error }
                return rows
            }
        }
    }

    /// Damage can look like broken rows until the member's checksum is reached; then it is the damage that has to be
    /// told.
    private mutating func decoded() throws -> Batch? {
        do {
            return try decoder.next()
        } catch let error as FileFormatError {
            do {
                while text.isInMember, try text.next() != nil {}
            } catch let damage as GzipDamage {
                throw self.error(damage)
            }
            throw FileFormatError(line: line(error.line), error.message)
        }
    }

    /// The text behind the header in the pieces that had to be inflated for it.
    private static func rows(behindHeaderOf text: inout GzipText, _ schema: Schema) throws -> ArraySlice<UInt8> {
        let header = DelimitedRowHeader(schema)
        var beginning: [UInt8] = []
        do {
            while beginning.count < header.bytes.count, let piece = try text.next() { beginning += piece }
        } catch let damage as GzipDamage {
            throw FileFormatError(line: 1, words(damage))
        }
        guard beginning.starts(with: header.bytes) else { throw header.error(in: beginning) }
        return beginning[header.bytes.count...]
    }

    private func error(_ damage: GzipDamage) -> FileFormatError {
        let line = damage.member == 0 ? 1 : line(damage.member == member ? memberLine : decoder.line)
        return FileFormatError(line: line, GzipRows.words(damage))
    }

    private static func words(_ damage: GzipDamage) -> String {
        "gzip member at byte \(damage.member): \(damage.message)"
    }

    /// The line of the file for a line of the decoder. Only worked out for errors; 0 where what is before cannot be
    /// read.
    private func line(_ line: Int) -> Int {
        guard start > 0 else { return line + DelimitedRowHeader(schema).bytes.count { $0 == UInt8(ascii: "\n") } }
        var lines = 0
        do {
            var before = try GzipText(source, from: 0)
            while let piece = try before.next(), before.member < start {
                lines += piece.count { $0 == UInt8(ascii: "\n") }
            }
        } catch {
            return 0
        }
        return line + lines
    }
}
