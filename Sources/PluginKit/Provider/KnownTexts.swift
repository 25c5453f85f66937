import Hashing
import LosslessJSON
import Tabular

/// What a subject (a market) was made from: the first 16 bytes of the SHA-256 of its name, of its text as the upstream
/// sent it, of all else that went into its rows and its note, and of what read it (decision 63).
public struct TextDigest: Hashable, Sendable, Comparable {
    private let high: UInt64
    private let low: UInt64

    private init(_ hash: consuming SHA256) { (high, low) = hash.words() }

    /// As the record keeps it; nil where there are not 16 bytes.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    package var bytes: [UInt8] {
        [high, low].flatMap { word in withUnsafeBytes(of: word.bigEndian) { [UInt8]($0) } }
    }

    public static func < (left: TextDigest, right: TextDigest) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension TextDigest {
    /// What reads: this version of the program, and all that the provider declares of what it makes of lists.
    init(version: String, _ manifest: ProviderManifest) {
        var parts = [version, manifest.name]
        for dataset in manifest.datasets where !dataset.isSeries {
            parts += [dataset.name, "\(dataset.kind)"] + dataset.schema.keyNames
            parts += dataset.schema.columns.map {
                "\($0.name) \($0.type) \($0.isNullable) \($0.source)\($0.form.map { " \($0)" } ?? "")"
            }
            parts += dataset.rules.map { "\($0.name) \($0.check) \($0.action)" }
        }
        var head: [UInt8] = []
        for part in parts { TextDigest.add(part, to: &head) }
        var hash = SHA256()
        hash.update(head)
        self.init(hash)
    }

    /// - Parameters:
    ///   - reader: what reads.
    ///   - given: what else goes into the rows and the note.
    init(of name: String, _ text: JSONValue, given: [String?], by reader: TextDigest) {
        var head = reader.bytes
        head.reserveCapacity(256)
        TextDigest.add(name, to: &head)
        for part in given { TextDigest.add(part, to: &head) }
        var hash = SHA256()
        hash.update(head)
        let range = text.node.rawRange
        text.document.bytes.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[range])) }
        self.init(hash)
    }

    /// With its length before it, so that no two lists of parts are the same bytes; nothing is no empty text.
    private static func add(_ part: String?, to head: inout [UInt8]) {
        withUnsafeBytes(of: (part?.utf8.count ?? -1).littleEndian) { head += $0 }
        if let part { head += part.utf8 }
    }
}

/// What was read before of the subjects that a list has to show, for a reading of its pages: a value, so that a
/// provider that passes over what has not changed stays pure.
public struct KnownTexts: Sendable {
    /// Of the program: what another one has made is made anew.
    let version: String
    /// In order. The subject's name is in its digest, so a text is known as that subject's and as nobody else's.
    private let texts: [(digest: TextDigest, id: Int64)]

    /// - Parameter texts: what each subject was made from last, and the subject's id in the archive.
    package init(version: String, _ texts: [(digest: TextDigest, id: Int64)] = []) {
        self.version = version
        self.texts = texts.sorted { $0.digest < $1.digest }
    }

    /// Nothing is passed over, and what is read is remembered all the same.
    package var withoutTexts: KnownTexts { KnownTexts(version: version) }

    /// nil: nobody was made from that last.
    func subject(from digest: TextDigest) -> Int64? {
        var (lower, upper) = (0, texts.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if texts[middle].digest < digest { lower = middle + 1 } else { upper = middle }
        }
        return lower < texts.count && texts[lower].digest == digest ? texts[lower].id : nil
    }
}

/// A subject that a page shows in the very text that it was made from last: it is there, and nothing of it is made
/// anew.
public struct UnchangedSubject: Hashable, Sendable {
    package let id: Int64
    public let name: String
    package let digest: TextDigest

    package init(id: Int64, name: String, digest: TextDigest) {
        self.id = id
        self.name = name
        self.digest = digest
    }
}
