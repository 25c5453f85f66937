import Host
import PluginKit
import Tabular

/// Verification of a store of files: one file of a series is held against its record.
extension FileStore {
    package func verify(
        _ part: SeriesPart, of series: Series, isFull: Bool, tailOrigin: () throws -> TailOrigin
    ) throws -> SeriesLook {
        try withoutActuallyEscaping(tailOrigin) { tailOrigin in
            try FileInspection(
                store: self, series: record.written(part, of: series), part: part, file: file(of: part), isFull: isFull,
                tailOrigin: tailOrigin
            ).look()
        }
    }
}

/// Holds one file of a series against its record.
private struct FileInspection {
    let store: FileStore
    let series: Series
    let part: SeriesPart
    let file: SeriesPart.File
    let isFull: Bool
    let tailOrigin: () throws -> TailOrigin

    private var disk: FileSystem { store.disk }
    private var dataset: Dataset { series.dataset }

    func look() throws -> SeriesLook {
        var look = SeriesLook()
        if let draft = file.draft, disk.length(DataPath.rewrite(of: file.path)) ?? -1 < draft.length {
            let path = DataPath.rewrite(of: file.path)
            look.findings.append(
                finding(.lostReplacement, path, "the part of a replacement that was recorded is not there"))
        }
        let promised = try store.record.isPromised(file.path)
        let rewrite = DataPath.rewrite(of: file.path)
        // Committed and not renamed yet: the bytes are still beside the file.
        let path = promised && disk.length(rewrite) != nil ? rewrite : file.path
        guard file.length > 0 else {
            if !promised { try lookForStranger(&look) }
            look.proved = part.rows.count == 0 ? RowTally() : nil
            return look
        }
        guard try lookAtLength(path, &look) else { return look }
        do {
            let source = try disk.openForReading(path)
            try lookAtTail(source, &look)
            try lookAtRows(source, &look)
        } catch let error as SystemError {
            let code: Finding.Code = error.call == .read ? .unreadable : error.isAbsence ? .missing : .inaccessible
            look.findings.append(finding(code, path, "cannot be read: \(error.reason)"))
        }
        return look
    }

    private func lookForStranger(_ look: inout SeriesLook) throws {
        guard disk.status(file.path) != nil else { return }
        switch try tailOrigin() {
        case .writer: break
        case .killedRun: look.notes.append((.unfinished, disk.absolute(file.path)))
        case .stranger:
            look.findings.append(
                finding(.taken, file.path, "something that the archive did not write is where this file would be"))
        }
    }

    /// Whether the committed bytes can be looked at.
    private func lookAtLength(_ path: String, _ look: inout SeriesLook) throws -> Bool {
        let recorded = file.length
        guard case .file(let length) = disk.status(path) else {
            if let refusal = disk.refusal(path) {
                look.findings.append(finding(.inaccessible, path, "cannot be looked at: \(refusal.reason)"))
                return false
            }
            let isThere = disk.status(path) != nil
            look.findings.append(finding(.missing, path, isThere ? "is no file any more" : "is gone"))
            return false
        }
        guard length >= recorded else {
            look.findings.append(
                finding(
                    .short, path, "has \(length) bytes where the record has \(recorded)", Finding.Place(byte: length)))
            return false
        }
        guard length > recorded else { return true }
        switch try tailOrigin() {
        case .writer: break
        case .killedRun: look.notes.append((.unfinished, disk.absolute(path)))
        case .stranger:
            look.findings.append(
                finding(
                    .longer, path, "has \(length) bytes where the record has \(recorded): something else wrote to it",
                    Finding.Place(byte: recorded)))
        }
        return true
    }

    private func lookAtTail(_ source: FileDescriptor, _ look: inout SeriesLook) throws {
        let length = file.length
        let start = max(0, length - (file.tail?.length ?? 0))
        look.bytes += isFull ? length : length - start
        guard try FileTail(of: source, length: length, size: length - start).recorded != file.tail else { return }
        look.findings.append(
            finding(
                .alteredTail, source.path,
                "was changed by something else: bytes \(start) to \(length - 1) are not those that were written",
                Finding.Place(byte: start)))
    }

    private func lookAtRows(_ source: FileDescriptor, _ look: inout SeriesLook) throws {
        let recorded = part.rows
        let axis = dataset.axisColumn
        var scan = RowScan(axis: axis, checksOrder: isFull)
        var last: Int64?
        do {
            let bytes = FileBytes(file: source, count: Int(file.length))
            try store.format.read(bytes, schema: dataset.schema, axisColumn: axis, from: isFull ? nil : recorded.last) {
                batch in
                look.rows += Int64(batch.count)
                if isFull { scan.add(batch) } else if let axis { last = batch.columns[axis].values.last ?? last }
            }
        } catch let error as FileFormatError {
            let place = Finding.Place(line: error.line > 0 ? error.line : nil)
            look.findings.append(
                finding(.unreadable, source.path, "is not what \(store.name) writes: \(error.message)", place))
            return
        }
        if isFull {
            guard let difference = scan.difference(from: recorded, on: dataset.axis) else {
                if recorded.digest == nil {
                    look.notes.append((.noDigest, source.path))
                } else {
                    look.proved = scan.tally
                }
                return
            }
            look.findings.append(
                finding(difference.code, source.path, difference.message, Finding.Place(key: difference.key)))
        } else if axis != nil, last != recorded.last {
            let found = last.map { "ends at \(dataset.axis.text($0))" } ?? "has no row"
            let expected = recorded.last.map(dataset.axis.text) ?? "no row"
            look.findings.append(finding(.wrongEnds, source.path, "\(found), where the record has \(expected)"))
        }
    }

    private func finding(
        _ code: Finding.Code, _ path: String, _ message: String, _ place: Finding.Place = Finding.Place()
    ) -> Finding {
        Finding(
            code, of: series.unit, dataset: dataset.name, sink: store.name, path: disk.absolute(path), place: place,
            message)
    }
}
