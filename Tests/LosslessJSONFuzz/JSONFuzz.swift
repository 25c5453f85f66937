import Foundation

/// The fuzz driver of LosslessJSON: a function that libFuzzer calls with bytes. It is no target of Package.swift,
/// because Swift's package manager knows no fuzzers: scripts/fuzz compiles it together with the sources of LosslessJSON
/// (one module) and runs it.
///
///     scripts/fuzz               60 seconds
///     scripts/fuzz 600           ten minutes
///
/// What holds for every input: no crash, no read outside of the bytes; what is accepted reads back as the same value,
/// is accepted by Foundation too (unless a number is too large for a double), and its ranges lie within the bytes; what
/// is refused says so within them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    do {
        let document = try JSONDocument(bytes)
        do {
            try JSONFuzz.check(document)
        } catch {
            fatalError("a value of an accepted document: \(error)")
        }
    } catch {
        precondition((0...count).contains(error.offset), "the offset is within the bytes")
        precondition(error.path.hasPrefix("$") && !error.message.isEmpty && !error.description.isEmpty)
        precondition(error.description.utf8.count < 6_000, "errors stay short")
    }
    // A depth limit out of the way shows that nothing recurses.
    _ = try? JSONDocument(bytes, limits: JSONLimits(depth: .max))
    return 0
}

enum JSONFuzz {
    static func check(_ document: JSONDocument) throws {
        var hasHugeNumber = false
        try walk(document.root, within: 0..<document.bytes.count, &hasHugeNumber)

        let again = try JSONDocument(Array(document.root.rawText.utf8))
        precondition(again.root.rawText == document.root.rawText, "the root reads back")
        precondition(again.storage.tape.count == document.storage.tape.count)

        let theirs = try? JSONSerialization.jsonObject(with: Data(document.bytes), options: .fragmentsAllowed)
        precondition(theirs != nil || hasHugeNumber, "Foundation accepts what we accept")
    }

    private static func walk(_ value: JSONValue, within outer: Range<Int>, _ hasHugeNumber: inout Bool) throws {
        let range = value.node.rawRange
        precondition(outer.lowerBound <= range.lowerBound && range.upperBound <= outer.upperBound && !range.isEmpty)
        precondition(range.lowerBound <= value.textRange.lowerBound && value.textRange.upperBound <= range.upperBound)
        switch value.kind {
        case .null: precondition(value.rawText == "null")
        case .boolean:
            let isTrue = try value.bool()
            precondition(value.rawText == (isTrue ? "true" : "false"))
        case .number:
            let text = try value.numberText()
            precondition(text == value.rawText)
            if Double(value.rawText)?.isFinite != true { hasHugeNumber = true }
            if let integer = try? value.integer() { precondition(Int64(value.rawText) == integer) }
        case .string:
            let text = try value.string()
            let theirs =
                try JSONSerialization.jsonObject(with: Data(value.rawText.utf8), options: .fragmentsAllowed) as? String
            // Foundation loses U+FEFF from strings.
            if !text.unicodeScalars.contains("\u{FEFF}") {
                precondition(theirs?.utf8.elementsEqual(text.utf8) == true, "Foundation reads the same")
            }
        case .array:
            var before = range.lowerBound
            var count = 0
            for element in try value.elements {
                precondition(before < element.node.rawRange.lowerBound)
                before = element.node.rawRange.upperBound
                try walk(element, within: range, &hasHugeNumber)
                precondition(value[count]?.node == element.node)
                count += 1
            }
            precondition(count == value.count)
        case .object:
            var keys: Set<[UInt8]> = []
            for (key, member) in try value.members {
                precondition(keys.insert(Array(key.utf8)).inserted, "no key occurs twice")
                let found = try value.member(key)
                precondition(found.node == member.node)
                try walk(member, within: range, &hasHugeNumber)
            }
            precondition(keys.count == value.count)
        }
        precondition(value.path.hasPrefix("$"))
    }
}
