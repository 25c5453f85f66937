/// What a loss of power may leave: bytes of a file are certain once it was synced, names once their folder was. Of the
/// rest, anything may be there and anything may be gone: of the writes to one file a later one without an earlier one,
/// block by block.
struct ModelDisk {
    private enum Node {
        case file([UInt8])
        case folder([String: Int])
    }

    private enum Change {
        case write(Int, at: Int, [UInt8])
        case truncate(Int, to: Int)
        case bind(folder: Int, String, Int)
        case unbind(folder: Int, String)
        case move(from: Int, String, to: Int, String, Int)
        case sync(Int)
        case syncAll
    }

    private struct Step {
        let call: Int
        let change: Change
    }

    struct Unknown: Error {
        let path: String
    }

    /// Of a disk, and of a torn write.
    static let block = 4096

    private var nodes: [Node] = [.folder([:])]
    /// The state before; everything in it is certain.
    private let base: [Node]
    private var steps: [Step] = []

    init(before: FolderImage, _ recording: DiskRecording) throws {
        for name in before.folders.sorted() { ModelDisk.add(.folder([:]), name, to: &nodes) }
        for (name, bytes) in before.files.sorted(by: { $0.key < $1.key }) {
            ModelDisk.add(.file(bytes), name, to: &nodes)
        }
        base = nodes
        for operation in recording.operations { try take(operation) }
    }

    /// The disk when power is lost behind a call. `keeps` says of each change that is not certain whether it came to
    /// the disk.
    func image(after call: Int, keeps: () -> Bool) -> FolderImage {
        let made = steps.prefix { $0.call <= call }
        let certain = ModelDisk.certain(made)
        // A file or folder that was made later has a number behind these.
        var nodes = base + self.nodes[base.count...].map { if case .file = $0 { .file([]) } else { .folder([:]) } }
        for (index, step) in made.enumerated() where certain[index] || keeps() {
            ModelDisk.apply(step.change, to: &nodes)
        }
        var image = FolderImage()
        ModelDisk.collect(0, "", nodes, into: &image)
        return image
    }

    // MARK: - From paths to numbers

    private static func add(_ node: Node, _ path: String, to nodes: inout [Node]) {
        nodes.append(node)
        guard let (folder, name) = place(path, in: nodes) else { return }
        apply(.bind(folder: folder, name, nodes.count - 1), to: &nodes)
    }

    /// The number of the folder that holds a path, and the name in it.
    private static func place(_ path: String, in nodes: [Node]) -> (Int, String)? {
        var parts = path.split(separator: "/").map(String.init)
        guard let name = parts.popLast() else { return nil }
        var folder = 0
        for part in parts {
            guard case .folder(let names) = nodes[folder], let next = names[part] else { return nil }
            folder = next
        }
        return (folder, name)
    }

    private func number(_ path: String) throws -> Int {
        if path.isEmpty { return 0 }
        guard let (folder, name) = ModelDisk.place(path, in: nodes), case .folder(let names) = nodes[folder],
            let number = names[name]
        else {
            throw Unknown(path: path)
        }
        return number
    }

    private func place(_ path: String) throws -> (Int, String) {
        guard let place = ModelDisk.place(path, in: nodes) else { throw Unknown(path: path) }
        return place
    }

    private mutating func take(_ operation: DiskRecording.Operation) throws {
        switch operation.change {
        case .create(let path), .makeFolder(let path):
            if case .makeFolder = operation.change { nodes.append(.folder([:])) } else { nodes.append(.file([])) }
            let (folder, name) = try place(path)
            record(.bind(folder: folder, name, nodes.count - 1), operation)
        case .write(let path, let offset, let bytes):
            // A file whose name is gone leaves nothing.
            guard !path.hasSuffix(" (deleted)") else { return }
            let number = try number(path)
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + ModelDisk.block - (offset + start) % ModelDisk.block)
                record(.write(number, at: offset + start, Array(bytes[start..<end])), operation)
                start = end
            }
        case .truncate(let path, let length): record(.truncate(try number(path), to: length), operation)
        case .rename(let old, let new):
            let (from, to) = (try place(old), try place(new))
            record(.move(from: from.0, from.1, to: to.0, to.1, try number(old)), operation)
        case .link(let old, let new):
            let (folder, name) = try place(new)
            record(.bind(folder: folder, name, try number(old)), operation)
        case .remove(let path):
            let (folder, name) = try place(path)
            record(.unbind(folder: folder, name), operation)
        case .sync(let path): steps.append(Step(call: operation.call, change: .sync(try number(path))))
        case .syncAll: steps.append(Step(call: operation.call, change: .syncAll))
        }
    }

    private mutating func record(_ change: Change, _ operation: DiskRecording.Operation) {
        steps.append(Step(call: operation.call, change: change))
        ModelDisk.apply(change, to: &nodes)
    }

    // MARK: - What is certain, and what is there

    private static func certain(_ steps: ArraySlice<Step>) -> [Bool] {
        var certain = [Bool](repeating: false, count: steps.count)
        var synced: Set<Int> = []
        var isAllSynced = false
        for (index, step) in steps.enumerated().reversed() {
            switch step.change {
            case .sync(let number): synced.insert(number)
            case .syncAll: isAllSynced = true
            case .write(let file, _, _), .truncate(let file, _): certain[index] = isAllSynced || synced.contains(file)
            case .bind(let folder, _, _), .unbind(let folder, _):
                certain[index] = isAllSynced || synced.contains(folder)
            case .move(let from, _, let to, _, _):
                certain[index] = isAllSynced || (synced.contains(from) && synced.contains(to))
            }
        }
        return certain
    }

    private static func apply(_ change: Change, to nodes: inout [Node]) {
        switch change {
        case .write(let number, let offset, let bytes):
            guard case .file(var old) = nodes[number] else { return }
            nodes[number] = .file([])
            if old.count < offset + bytes.count {
                old += [UInt8](repeating: 0, count: offset + bytes.count - old.count)
            }
            old.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
            nodes[number] = .file(old)
        case .truncate(let number, let length):
            guard case .file(let old) = nodes[number] else { return }
            nodes[number] = .file(Array(old.prefix(length)) + [UInt8](repeating: 0, count: max(0, length - old.count)))
        case .bind(let folder, let name, let number): setName(name, number, in: folder, &nodes)
        case .unbind(let folder, let name): setName(name, nil, in: folder, &nodes)
        case .move(let from, let old, let to, let new, let number):
            setName(old, nil, in: from, &nodes)
            setName(new, number, in: to, &nodes)
        case .sync, .syncAll: break
        }
    }

    private static func setName(_ name: String, _ number: Int?, in folder: Int, _ nodes: inout [Node]) {
        guard case .folder(var names) = nodes[folder] else { return }
        names[name] = number
        nodes[folder] = .folder(names)
    }

    private static func collect(_ number: Int, _ path: String, _ nodes: [Node], into image: inout FolderImage) {
        switch nodes[number] {
        case .file(let bytes): image.files[path] = bytes
        case .folder(let names):
            if !path.isEmpty { image.folders.insert(path) }
            for (name, child) in names { collect(child, path.isEmpty ? name : path + "/" + name, nodes, into: &image) }
        }
    }
}
