public import PluginKit
public import Tabular

/// What the archive relies on in every file format: rows come back cell for cell, appends follow, damage is noticed,
/// nothing is held back over a commit, a column can be gained.
public struct FormatContract: Sendable {
    let plugin: SinkPlugin
    let options: OptionValues
    /// Rows in key order; the axis column is a day or an instant.
    let batch: Batch
    let axisColumn: Int

    public init(_ plugin: SinkPlugin, options: OptionValues = OptionValues(), batch: Batch, axisColumn: Int) {
        self.plugin = plugin
        self.options = options
        self.batch = batch
        self.axisColumn = axisColumn
    }

    public func violations() throws -> [ContractViolation] {
        guard case .file(let format) = try plugin.load(options) else {
            return [
                ContractViolation(clause: "the sink is a file format", detail: "\(plugin.manifest.name) writes tables")
            ]
        }
        var found: [ContractViolation] = []
        func expect(_ holds: Bool, _ clause: String, _ detail: String = "") {
            if !holds { found.append(ContractViolation(clause: clause, detail: detail)) }
        }
        expect(
            plugin.manifest.name != SinkManifest.reserved, "no sink has the archive's own name", SinkManifest.reserved)
        let whole = try Self.encode([batch], format)
        expect(try read(whole, format, from: nil) == batch, "rows come back cell for cell")
        expect(try Self.encode([batch], format) == whole, "equal commits are equal bytes")
        let middle = batch.count / 2
        let parts = try Self.encode([batch.slice(0..<middle), batch.slice(middle..<batch.count)], format)
        expect(try read(parts, format, from: nil) == batch, "rows appended in two commits come back as one file")
        for row in [0, middle, batch.count - 1] where batch.count > 0 {
            let lower = batch.integer(row: row, column: axisColumn)
            let wanted = batch.selecting(
                (0..<batch.count).filter { batch.integer(row: $0, column: axisColumn) >= lower })
            let tail = try read(parts, format, from: lower)
            let kept = tail.selecting((0..<tail.count).filter { tail.integer(row: $0, column: axisColumn) >= lower })
            expect(
                kept == wanted, "a read from a tick on has all rows from there",
                "tick \(lower): \(kept.count) of \(wanted.count)")
        }
        for cut in [1, whole.count / 2, whole.count - 1] where cut > 0 && cut < whole.count {
            let rows = try? read(Array(whole[..<cut]), format, from: nil)
            expect(
                rows == nil || rows?.count ?? 0 < batch.count, "a cut file does not read as the whole",
                "\(cut) of \(whole.count) bytes")
        }
        found += try seals(format)
        found += try gains(whole, format)
        return found
    }

    /// A dataset gains a column: files are written anew with it, and one that was not is never taken for one that was.
    private func gains(_ narrow: [UInt8], _ format: any FileFormat) throws -> [ContractViolation] {
        var found: [ContractViolation] = []
        for gained in GainedColumn.all(of: batch.schema) {
            let wide = gained.widening(batch)
            let axis = axisColumn + (gained.place <= axisColumn ? 1 : 0)
            func read(_ bytes: [UInt8]) throws -> Batch {
                var rows = Batch(empty: wide.schema)
                try format.read(MemorySource(bytes), schema: wide.schema, axisColumn: axis, from: nil) {
                    rows = rows.appending($0)
                }
                return rows
            }
            if (try? read(Self.encode([wide], format))) != wide {
                found.append(
                    ContractViolation(
                        clause: "a column that was gained is null in the rows before", detail: "\(gained)"))
            }
            do {
                _ = try read(narrow)
                found.append(
                    ContractViolation(
                        clause: "a file with fewer columns is not read as one with more", detail: "\(gained)"))
            } catch is FileFormatError {
            } catch {
                found.append(
                    ContractViolation(
                        clause: "a file with fewer columns is a FileFormatError", detail: "\(gained): \(error)"))
            }
        }
        return found
    }

    private func seals(_ format: any FileFormat) throws -> [ContractViolation] {
        var found: [ContractViolation] = []
        var encoder = format.encoder(for: batch.schema, isNewFile: true)
        var bytes: [UInt8] = []
        try encoder.encode(batch, into: &bytes)
        try encoder.seal(into: &bytes)
        let sealed = bytes.count
        if encoder.pendingBytes != 0 {
            found.append(
                ContractViolation(
                    clause: "a sealed encoder holds nothing back", detail: "\(encoder.pendingBytes) bytes"))
        }
        try encoder.seal(into: &bytes)
        if bytes.count != sealed {
            found.append(
                ContractViolation(clause: "a seal without rows adds nothing", detail: "\(bytes.count - sealed) bytes"))
        }
        if try !read(try Self.encode([Batch(empty: batch.schema)], format), format, from: nil).isEmpty {
            found.append(ContractViolation(clause: "a file without rows reads as none", detail: ""))
        }
        return found
    }

    /// The file that these commits leave.
    public static func encode(_ commits: [Batch], _ format: any FileFormat) throws -> [UInt8] {
        var file: [UInt8] = []
        for batch in commits {
            var encoder = format.encoder(for: batch.schema, isNewFile: file.isEmpty)
            try encoder.encode(batch, into: &file)
            try encoder.seal(into: &file)
        }
        return file
    }

    private func read(_ bytes: [UInt8], _ format: any FileFormat, from lower: Int64?) throws -> Batch {
        var rows = Batch(empty: batch.schema)
        try format.read(MemorySource(bytes), schema: batch.schema, axisColumn: axisColumn, from: lower) {
            rows = rows.appending($0)
        }
        return rows
    }
}

/// Bytes in memory as a format reads them.
public struct MemorySource: ByteSource, Sendable {
    private let content: [UInt8]

    public init(_ content: [UInt8]) {
        self.content = content
    }

    public var count: Int { content.count }
    public func bytes(_ range: Range<Int>) throws -> [UInt8] { Array(content[range]) }
}
