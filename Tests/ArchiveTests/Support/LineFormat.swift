import PluginKit
import Tabular

/// A file format for these tests: a header, a line per row, cells joined by commas. With `sealing`, a line `#` ends
/// each commit; with `holding`, nothing is handed out before the seal.
struct LineFormat: FileFormat {
    static var manifest: SinkManifest { SinkManifest(name: "lines", summary: "for tests", fileExtension: "txt") }

    let isSealing: Bool
    let isHolding: Bool
    let compactsAfter: Int?

    init(options: NoOptions = NoOptions()) {
        self.init(isSealing: false)
    }

    init(isSealing: Bool, isHolding: Bool = false, compactsAfter: Int? = nil) {
        self.isSealing = isSealing
        self.isHolding = isHolding
        self.compactsAfter = compactsAfter
    }

    func encoder(for schema: Schema, isNewFile: Bool) -> any FileEncoder {
        LineEncoder(schema: schema, needsHeader: isNewFile, isSealing: isSealing, isHolding: isHolding)
    }

    func read(
        _ source: any ByteSource, schema: Schema, axisColumn: Int?, from lower: Int64?, _ body: (Batch) throws -> Void
    ) throws {
        let text = String(decoding: try source.bytes(0..<source.count), as: UTF8.self)
        var builder = BatchBuilder(schema)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated() {
            guard number > 0 else {
                guard String(line) == schema.names.joined(separator: ",") else {
                    throw FileFormatError(line: 1, "not the header")
                }
                continue
            }
            if line == "#" { continue }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == schema.width else { throw FileFormatError(line: number + 1, "\(cells.count) cells") }
            for (column, cell) in zip(schema.columns, cells) {
                if cell.isEmpty {
                    builder.null()
                } else if let value = Value(text: String(cell), as: column.type) {
                    builder.value(value)
                } else {
                    throw FileFormatError(line: number + 1, "\(cell) is no \(column.type.name)")
                }
            }
            builder.endRow()
            if builder.count == 3 { try body(builder.finish()) }
        }
        if builder.count > 0 { try body(builder.finish()) }
    }
}

struct LineEncoder: FileEncoder {
    let schema: Schema
    var needsHeader: Bool
    let isSealing: Bool
    let isHolding: Bool
    var isOpen = false
    private var held: [UInt8] = []

    init(schema: Schema, needsHeader: Bool, isSealing: Bool, isHolding: Bool) {
        self.schema = schema
        self.needsHeader = needsHeader
        self.isSealing = isSealing
        self.isHolding = isHolding
    }

    var pendingBytes: Int { held.count }

    mutating func encode(_ batch: Batch, into output: inout [UInt8]) throws {
        guard isHolding else { return append(batch, to: &output) }
        var bytes = held
        append(batch, to: &bytes)
        held = bytes
    }

    private mutating func append(_ batch: Batch, to output: inout [UInt8]) {
        if needsHeader { output.append(contentsOf: (schema.names.joined(separator: ",") + "\n").utf8) }
        needsHeader = false
        for row in 0..<batch.count {
            output.append(
                contentsOf: (schema.columns.indices.map { batch.text(row: row, column: $0) ?? "" }.joined(
                    separator: ",") + "\n").utf8)
        }
        isOpen = isOpen || batch.count > 0
    }

    mutating func seal(into output: inout [UInt8]) throws {
        output += held
        held = []
        if isSealing && isOpen { output.append(contentsOf: "#\n".utf8) }
        isOpen = false
    }
}
