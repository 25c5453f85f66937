import Foundation

/// All files below a folder, with their bytes: what stands there before a trial, or what a loss of power leaves.
struct FolderImage: Sendable, Hashable {
    /// By path from the folder on.
    var files: [String: [UInt8]] = [:]
    var folders: Set<String> = []

    init() {}

    /// Without SQLite's index of its WAL: a mapping, which no start after a loss of power reads.
    init(reading folder: String) throws {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects.compactMap { $0 as? String } ?? []
        for name in names where !name.hasSuffix("-shm") {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                folders.insert(name)
            } else {
                files[name] = Array(try Data(contentsOf: URL(filePath: folder + "/" + name)))
            }
        }
    }

    func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in folders.sorted() {
            try FileManager.default.createDirectory(atPath: folder + "/" + name, withIntermediateDirectories: true)
        }
        for (name, bytes) in files { try Data(bytes).write(to: URL(filePath: folder + "/" + name)) }
    }

    /// What is not the same in another image.
    func differences(from other: FolderImage) -> [String] {
        let names = Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }
        return names.sorted() + folders.symmetricDifference(other.folders).sorted()
    }
}
