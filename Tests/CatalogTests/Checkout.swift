import Foundation

/// The files of this checkout by their paths in it, for suites that hold pages and sources against each other.
enum Checkout {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Whether a file or a folder is there.
    static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    /// The Swift files below folders.
    static func swiftFiles(in folders: [String]) -> [String] {
        folders.flatMap { folder in
            let files = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
            return (files?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.map {
                "\(folder)/\($0)"
            }
        }
    }

    /// The names of the types that Swift files below folders declare.
    static func types(in folders: [String]) throws -> Set<String> {
        try swiftFiles(in: folders).reduce(into: []) { names, file in
            let words = try words(of: text(file))
            for (word, next) in zip(words, words.dropFirst()) {
                switch word {
                case "struct", "class", "enum", "actor", "protocol", "typealias": names.insert(String(next))
                default: break
                }
            }
        }
    }

    /// A text's words: letters of ASCII, digits and `_`.
    static func words(of text: String) -> [Substring] {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return text.utf8.split { byte in
            // The bit by which small letters differ from capitals.
            !(letters.contains(byte | 0x20) || digits.contains(byte) || byte == UInt8(ascii: "_"))
        }.map { Substring($0) }
    }
}
