import LosslessJSON
import Testing

/// The reader against Foundation's: valid documents read the same, broken ones are refused by both.
@Suite("Against Foundation's JSONSerialization")
struct DifferentialTests {
    /// What we refuse although Foundation may not: the rules that are stricter than its own.
    static let stricter: Set<JSONError.Code> = [.duplicateKey, .tooDeep, .byteOrderMark]

    @Test("Valid documents read the same", arguments: 0..<8 as Range<UInt64>)
    func valid(_ seed: UInt64) throws {
        var generator = DocumentGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<400 {
            let bytes = generator.document()
            accepted += try compare(bytes)
        }
        #expect(accepted > 350)
    }

    @Test("Broken documents are refused by both, or by us for a stricter rule", arguments: 100..<112 as Range<UInt64>)
    func mutated(_ seed: UInt64) throws {
        var generator = DocumentGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<600 {
            let document = generator.document()
            accepted += try compare(generator.mutated(document))
        }
        #expect(accepted > 20)
        #expect(accepted < 580)
    }

    /// Compares acceptance and values; answers 1 if we accept.
    private func compare(_ bytes: [UInt8]) throws -> Int {
        let theirs = FoundationComparison.parsed(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        do {
            let ours = try JSONDocument(bytes).root
            guard let theirs else {
                #expect(try FoundationComparison.hasHugeNumber(ours), "only we accept \(text.debugDescription)")
                return 1
            }
            if try FoundationComparison.hasHugeNumber(ours) { return 1 }
            let difference = try FoundationComparison.difference(ours, theirs)
            #expect(difference == nil, "\(text.debugDescription)")
            return 1
        } catch let error as JSONError {
            if theirs != nil {
                #expect(
                    Self.stricter.contains(error.code), "only Foundation accepts \(text.debugDescription): \(error)")
            }
            return 0
        }
    }

    @Test(
        "Negative control: a planted difference is found",
        arguments: [
            ("[1,2,3]", "[1,2,4]"), ("[1.5]", "[1.25]"), ("[\"a\"]", "[\"b\"]"), ("[\"\u{E9}\"]", "[\"e\u{301}\"]"),
            ("[1]", "[1,2]"),
            ("[null]", "[false]"),
            ("[true]", "[false]"), ("{\"a\":1}", "{\"b\":1}"), ("{\"a\":1}", "{\"a\":1,\"b\":2}"),
            ("{\"a\":[{\"b\":0.1}]}", "{\"a\":[{\"b\":0.1000000000001}]}"),
            ("[[]]", "[{}]"), ("[\"1\"]", "[1]"), ("[1]", "[\"1\"]"), ("[0]", "[null]"),
        ])
    func plantedDifference(_ ours: String, _ theirs: String) throws {
        let other = try #require(FoundationComparison.parsed(Array(theirs.utf8)))
        let same = try #require(FoundationComparison.parsed(Array(ours.utf8)))
        let root = try JSONDocument(text: ours).root
        #expect(try FoundationComparison.difference(root, other) != nil)
        #expect(try FoundationComparison.difference(root, same) == nil)
    }

    @Test("Negative control: the stricter rules do occur where Foundation accepts")
    func stricterRules() {
        for (text, code) in [
            ("{\"a\":1,\"a\":2}", JSONError.Code.duplicateKey),
            (String(repeating: "[", count: 200) + String(repeating: "]", count: 200), .tooDeep),
        ] {
            #expect(FoundationComparison.parsed(Array(text.utf8)) != nil)
            #expect(refusal(of: text)?.code == code)
        }
    }

    @Test("What Foundation loses, we keep: U+FEFF in a string, the digits of a number")
    func losses() throws {
        #expect(try JSONDocument(text: "\"a\u{FEFF}b\"").root.string().unicodeScalars.count == 3)
        #expect(try JSONDocument(text: "-2.390802062844E-2").root.double() == -0.02390802062844)
        #expect(try JSONDocument(text: "1e-400").root.numberText() == "1e-400")
    }
}
