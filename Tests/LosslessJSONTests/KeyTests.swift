import LosslessJSON
import Testing

/// Keys of objects: duplicates are found, and keys are compared by their bytes.
@Suite("Keys")
struct KeyTests {
    /// An object with these keys, in order.
    private func object(_ keys: [String]) -> String {
        "{" + keys.map { "\"\($0)\":{\"x\":[1]}" }.joined(separator: ",") + "}"
    }

    @Test(
        "A duplicate is found whatever the size of the object and wherever it stands",
        arguments: [2, 3, 15, 16, 17, 18, 33, 100, 1000])
    func duplicates(_ count: Int) {
        let keys = (0..<count).map { "key \($0) with some length" }
        #expect(refusal(of: object(keys)) == nil)
        for (first, second) in [(0, count - 1), (0, 1), (count - 2, count - 1), (count / 2 - 1, count / 2)] {
            var doubled = keys
            doubled[second] = keys[first]
            let error = refusal(of: object(doubled))
            #expect(error?.code == .duplicateKey)
            #expect(error?.offset == object(Array(doubled[..<second])).utf8.count + (second == 0 ? -1 : 0))
            #expect(error?.message == "the key \"\(keys[first])\" occurs twice in one object at $")
            doubled[second] = "\\u006b" + keys[first].dropFirst()
            #expect(refusal(of: object(doubled))?.code == .duplicateKey)
        }
    }

    @Test("Keys that differ in one byte, of every length, are no duplicates", arguments: 0..<40)
    func nearDuplicates(_ length: Int) {
        let key = String(repeating: "a", count: length)
        #expect(refusal(of: object([key, key + "b", key + "c", "b" + key, "c" + key, key + "bb"].uniqued())) == nil)
        #expect(refusal(of: object([key, "x" + key, key]))?.code == .duplicateKey)
    }

    @Test("Keys are compared by bytes: composed and decomposed letters are two keys")
    func canonicalEquivalence() throws {
        let root = try JSONDocument(text: "{\"\u{E9}\":1,\"e\u{301}\":2}").root
        #expect(try root.member("\u{E9}").integer() == 1)
        #expect(try root.member("e\u{301}").integer() == 2)
    }

    @Test("The same key in nested and in neighbouring objects is no duplicate")
    func scopes() {
        #expect(refusal(of: #"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}"#) == nil)
    }

    @Test("A duplicate is found behind objects that have none, whatever keys they have")
    func afterOthers() {
        let clean = #"{"a":1,"b":{"c":1,"d":2}}"#
        for (next, isDoubled) in [
            (clean, false), (#"{"b":{"d":2,"c":1},"a":1}"#, false), (#"{"a":1,"a":2}"#, true),
            (#"{"a":1,"b":{"c":1,"c":2}}"#, true), (#"{"a":1,"\u0061":2}"#, true),
            (#"{"a":1,"b":{"d":1,"\u0064":2}}"#, true),
            (#"{"b":1,"b":{"c":1,"d":2}}"#, true),
        ] {
            #expect(
                refusal(of: "[\(clean),\(clean),\(next),\(clean)]")?.code == (isDoubled ? .duplicateKey : nil),
                "\(next)")
        }
    }

    @Test("A key that remembers its place answers as a search does, in objects of every layout")
    func remembered() throws {
        let objects = [
            #"{"a":1,"b":2,"c":3}"#, #"{"c":3,"b":2,"a":1}"#, #"{"x":{"a":9,"b":8},"a":1,"b":"a"}"#,
            #"{"b":"c","x":[1,2]}"#,
            #"{}"#, #"{"a":"b","b":{"c":{"a":7}},"c":null}"#, #"{"\u0061":5,"bb":1,"c":"a"}"#, #"{"a":1,"b":2,"c":3}"#,
        ]
        let root = try JSONDocument(text: "[\(objects.joined(separator: ",")),[1],\"a\"]").root
        for name in ["a", "b", "c", "x", "none", ""] {
            let key = JSONKey(name)
            for _ in 0..<2 {
                for element in try root.elements {
                    #expect(element[key]?.rawText == element[name]?.rawText, "\(name) of \(element)")
                }
            }
        }
    }

    @Test("Texts are numbered in the order in which they come first, by what they say")
    func numbers() throws {
        let texts = #"["a","b","\u0061","","b",12,"12","a\n","a\u000a","\n"]"#
        let root = try JSONDocument(text: texts).root
        var numbers = JSONTextNumbers(root.document)
        #expect(try root.nodes.map { numbers.number(of: $0) } == [0, 1, 0, 2, 1, 3, 3, 4, 4, 5])
        let many = try JSONDocument(text: "[" + (0..<3_000).map { "\"\($0 % 1_000)\"" }.joined(separator: ",") + "]")
            .root
        var table = JSONTextNumbers(many.document)
        #expect(try many.nodes.map { table.number(of: $0) } == (0..<3_000).map { $0 % 1_000 })
    }

    @Test("An object of 100,000 keys is checked without comparing all with all")
    func largeObject() throws {
        // Comparing all with all would take 5 * 10^9 steps: minutes in a build for debugging.
        let keys = (0..<100_000).map { String($0) }
        let root = try JSONDocument(text: "{" + keys.map { "\"\($0)\":\($0)" }.joined(separator: ",") + "}").root
        #expect(root.count == 100_000)
        #expect(try root.member("99999").integer() == 99_999)
    }

    @Test("A key is found by its unescaped text")
    func escapedKeys() throws {
        let root = try JSONDocument(text: #"{"\u0061\n":1,"b\\":2,"":3}"#).root
        #expect(try root.member("a\n").integer() == 1)
        #expect(try root.member("b\\").integer() == 2)
        #expect(try root.member("").integer() == 3)
        #expect(root["\\u0061\\n"] == nil)
        #expect(try root.members.map(\.key) == ["a\n", "b\\", ""])
    }
}

extension [String] {
    fileprivate func uniqued() -> [String] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
