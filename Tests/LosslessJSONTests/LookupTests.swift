import LosslessJSON
import Testing

/// Looking up members and elements, and walking them.
@Suite("Lookups and walks")
struct LookupTests {
    let document: JSONDocument
    let root: JSONValue

    init() throws {
        document = try JSONDocument(
            text: #"{"a":[1,[2,[3,{"x":[4]}]],{},[],"s",true,false,null],"n":null,"o":{"k":"v"},"flat":[10,null,30]}"#)
        root = document.root
    }

    @Test("Kinds and counts")
    func kinds() throws {
        #expect(root.kind == .object)
        #expect(root.count == 4)
        let kinds = try root.member("a").elements.map(\.kind)
        #expect(kinds == [.number, .array, .object, .array, .string, .boolean, .boolean, .null])
        #expect(try root.member("a").elements.map(\.count) == [0, 2, 0, 0, 0, 0, 0, 0])
        #expect(try root.member("a").elements.count == 8)
        #expect(try root.members.count == 4)
        #expect(try root.member("a").element(5).bool())
        #expect(try root.member("a").element(6).bool() == false)
    }

    @Test("Subscripts answer nil for what is not there")
    func subscripts() throws {
        #expect(root["o"]?["k"]?.rawText == "\"v\"")
        #expect(root["zzz"] == nil)
        #expect(root[0] == nil)
        #expect(root["a"]?["k"] == nil)
        #expect(root["a"]?[1]?[1]?[1]?["x"]?[0]?.rawText == "4")
        #expect(root["a"]?[8] == nil)
        #expect(root["a"]?[-1] == nil)
        #expect(root["flat"]?[2]?.rawText == "30")
        #expect(root["flat"]?[3] == nil)
    }

    @Test("An optional member is nil when absent or null, and an error when its owner is no object")
    func optional() throws {
        #expect(try root.optional("n") == nil)
        #expect(try root.optional("zzz") == nil)
        #expect(try root.optional("o")?.count == 1)
        #expect(try root.member("n").isNull)
        let flat = try root.member("flat")
        #expect(failure { () throws(JSONError) in try flat.optional("n") }?.code == .wrongKind)
    }

    @Test("Nodes are the same values as elements and members")
    func nodes() throws {
        let array = try root.member("a")
        #expect(try array.nodes.map { document.value($0).rawText } == (try array.elements.map(\.rawText)))
        #expect(try array.elements.map { $0.node } == (try Array(array.nodes)))
        #expect(
            try root.memberNodes.map { document.value($0.key).rawText } == (try root.members.map { "\"\($0.key)\"" }))
        #expect(
            try root.memberNodes.map { document.value($0.value).rawText } == (try root.members.map(\.value.rawText)))
        #expect(try root.member("flat").nodes.map(\.isNumber) == [true, false, true])
    }

    @Test("The raw text of a container is all of it")
    func rawText() throws {
        #expect(root.rawText == String(decoding: document.bytes, as: UTF8.self))
        #expect(try root.member("a").element(1).rawText == #"[2,[3,{"x":[4]}]]"#)
        #expect(try root.member("a").element(2).rawText == "{}")
    }

    @Test("Values outlive the document's own variable")
    func lifetime() throws {
        var document: JSONDocument? = try JSONDocument(text: "[1,2]")
        let elements = try document?.root.elements
        document = nil
        #expect(try elements?.map { try $0.integer() } == [1, 2])
    }
}
