import LosslessJSON
import Testing

/// Errors of JSON: the path, the place and an excerpt that is safe to print.
@Suite("Errors")
struct ErrorTests {
    let root: JSONValue

    init() throws {
        root = try JSONDocument(
            text:
                #"""
                {"chart":{"result":[{"meta":{},"timestamp":[1,2,"abc"],"deep":[[0],{"a b":[null,true]}]}],"\u0041":1,\#
                "1a":{"":[]}}}
                """#
        ).root
    }

    private func message<Value>(_ body: () throws(JSONError) -> Value) -> String? { failure(body)?.message }

    @Test("A value of another kind is named with its path and an excerpt")
    func wrongKind() throws {
        let result = try root.member("chart").member("result").element(0)
        let timestamps = try result.member("timestamp")
        let bad = try timestamps.element(2)
        let error = failure { () throws(JSONError) in try bad.integer() }
        #expect(
            error?.description
                == #"expected a number at $.chart.result[0].timestamp[2], found a string "abc" (byte 48)"#)
        #expect(error?.path == "$.chart.result[0].timestamp[2]")
        #expect(
            message { () throws(JSONError) in try timestamps.string() }
                == "expected a string at $.chart.result[0].timestamp, found an array of 3")
        #expect(
            message { () throws(JSONError) in try result.elements }
                == "expected an array at $.chart.result[0], found an object of 3 members")
        #expect(
            message { () throws(JSONError) in try root.bool() }
                == "expected true or false at $, found an object of 1 member")
        let odd = try result.member("deep").element(1).member("a b")
        #expect(
            message { () throws(JSONError) in try odd.element(0).integer() }
                == #"expected a number at $.chart.result[0].deep[1]["a b"][0], found null"#)
        #expect(
            message { () throws(JSONError) in try odd.element(1).members }
                == #"expected an object at $.chart.result[0].deep[1]["a b"][1], found true"#)
    }

    @Test("A missing key is named with those that are there")
    func missingKey() throws {
        let result = try root.member("chart").member("result").element(0)
        let error = failure { () throws(JSONError) in try result.member("timestamps") }
        #expect(error?.code == .missingKey)
        #expect(
            error?.message
                == #"no key "timestamps" at $.chart.result[0]; the keys there are "meta", "timestamp", "deep""#)
        let meta = try result.member("meta")
        #expect(
            message { () throws(JSONError) in try meta.member("x") }
                == #"no key "x" at $.chart.result[0].meta; the object is empty"#)
        let large = try JSONDocument(text: "{" + (0..<30).map { "\"k\($0)\":0" }.joined(separator: ",") + "}").root
        #expect(message { () throws(JSONError) in try large.member("x") }?.hasSuffix(#""k19" and 10 more"#) == true)
        #expect(
            message { () throws(JSONError) in try result.member("timestamp").element(3) }
                == "no element 3 at $.chart.result[0].timestamp, which has 3")
    }

    @Test("Paths of keys that are no plain words")
    func oddKeys() throws {
        let chart = try root.member("chart")
        #expect(try chart.member("A").path == #"$.chart["\u0041"]"#)
        #expect(try chart.member("1a").member("").path == #"$.chart["1a"][""]"#)
        #expect(root.path == "$")
    }

    @Test(
        "Faults of the text have the path of where the reader was",
        arguments: [
            (#"{"a":[1,2,{"b":[tru]}]}"#, "$.a[2].b[0]", "expected true, false or null, found tru]}]}"),
            (#"{"a":[1,2"#, "$.a[1]", "the text ends too early"),
            (#"{"a":{"b":1,"c":}}"#, "$.a.c", "expected a value, found '}'"),
            (#"{"a":{"b":1,"b":2}}"#, "$.a", #"the key "b" occurs twice in one object"#),
            (#"{"a,]}":["]",01]}"#, #"$["a,]}"][1]"#, "the number 01 begins with a zero"),
            (#"{"a":["x\"],",NaN]}"#, "$.a[1]", "expected a value, found NaN"),
            (#"[[],[1],{"k":"v"} x]"#, "$[2]", "expected a comma or ], found 'x'"),
            (#"{"k" 1}"#, "$.k", "expected a colon, found '1'"),
            (#"{"k":1 "l":2}"#, "$.k", "expected a comma or }, found '\"'"),
            ("[1] \u{7}", "$", "byte 0x07 follows the end of the value"),
            ("[1,\"a\u{1}\"]", "$[1]", "a string with the unescaped control character 0x01"),
            (#"["\x"]"#, "$[0]", #"a string with the unknown escape \x"#),
            (#"["\ud800"]"#, "$[0]", #"a string with half a surrogate pair, \ud800,"#),
            ("", "$", "the text is empty"),
            ("\u{FEFF}1", "$", "the text begins with a byte order mark"),
            ("[1,]", "$[0]", "a comma with nothing after it"),
        ])
    func syntaxPath(_ text: String, _ path: String, _ message: String) {
        let error = refusal(of: text)
        #expect(error?.path == path)
        #expect(error?.message == message + " at " + path)
    }

    @Test("Bytes that are not UTF-8 are shown as numbers")
    func invalidUTF8() {
        #expect(
            refusal(of: [0x5B, 0x22, 0xC0, 0xAF, 0x22, 0x5D])?.message
                == "bytes that are not UTF-8 (0xC0 0xAF 0x22 0x5D) at $[0]")
    }

    @Test("Excerpts are capped between characters, and cannot steer a terminal")
    func excerpts() throws {
        let long = try JSONDocument(text: "\"" + String(repeating: "é", count: 100) + "\"").root
        #expect(
            message { () throws(JSONError) in try long.integer() } == "expected a number at $, found a string \""
                + String(repeating: "é", count: 19) + "…")
        let hostile = try JSONDocument(text: "\"\u{9B}31m\u{202E}\u{7F}\"").root
        #expect(
            message { () throws(JSONError) in try hostile.integer() }
                == #"expected a number at $, found a string "\u009b31m\u202e\u007f""#)
    }

    @Test("The path of every value of a document leads back to it")
    func everyPath() throws {
        func walk(_ value: JSONValue, _ path: String) throws {
            #expect(value.path == path)
            if value.kind == .array {
                for (position, element) in try value.elements.enumerated() { try walk(element, "\(path)[\(position)]") }
            }
            if value.kind == .object { for (key, member) in try value.members { try walk(member, "\(path).\(key)") } }
        }
        try walk(
            JSONDocument(
                text: #"{"a":[1,[2,[3,{"x":[4]}]],{},[],[[],5],"s"],"n":null,"o":{"k":{"l":[0,{"m":1}]}},"z":1}"#
            ).root, "$")
    }
}
