import LosslessJSON
import Testing

/// Limits of depth and length: a deep document is an error and never a crash.
@Suite("Limits")
struct DepthTests {
    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test("128 levels are read, 129 are refused")
    func defaultDepth() {
        #expect(refusal(of: nested(128)) == nil)
        let error = refusal(of: nested(129))
        #expect(error?.code == .tooDeep)
        #expect(error?.offset == 128)
        #expect(error?.message.contains("limit of 128") == true)
    }

    @Test("200,000 levels are an error, not a crash", arguments: ["[", "{\"a\":", "[{\"a\":"])
    func hostileDepth(_ opening: String) {
        #expect(refusal(of: String(repeating: opening, count: 200_000))?.code == .tooDeep)
    }

    @Test("200,000 levels can be allowed: nothing recurses, and errors stay short")
    func allowedDepth() throws {
        let limits = JSONLimits(depth: 200_000)
        let document = try JSONDocument(text: nested(200_000), limits: limits)
        var value = document.root
        for _ in 1..<200_000 { value = try value.element(0) }
        #expect(value.count == 0)
        let error = failure { () throws(JSONError) in try value.string() }
        #expect((error?.path.count ?? .max) < 300)
        #expect(refusal(of: String(repeating: "[", count: 200_000), limits: limits)?.code == .unexpectedEnd)
    }

    @Test("Depth 0 allows scalars only")
    func noDepth() {
        #expect(refusal(of: "1", limits: JSONLimits(depth: 0)) == nil)
        #expect(refusal(of: "[]", limits: JSONLimits(depth: 0))?.code == .tooDeep)
    }

    @Test("A longer document than the limit is refused before it is read")
    func bytes() {
        #expect(refusal(of: "[1,2]", limits: JSONLimits(bytes: 5)) == nil)
        #expect(refusal(of: "[1,2] ", limits: JSONLimits(bytes: 5))?.code == .tooLarge)
        #expect(JSONLimits(bytes: .max).bytes == JSONLimits.longestDocument)
    }
}
