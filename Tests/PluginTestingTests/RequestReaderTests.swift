import Testing

@testable import PluginTesting

/// The fake upstream's reader of HTTP requests, in pieces and malformed.
@Suite("The reader of requests")
struct RequestReaderTests {
    private static let two = """
        POST /a?b=c HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: 5\r\nX-Spaces: \t a b \t\r\n\r\nhello\
        PUT /d HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\na\r\n\r\nA\r\n0123456789\r\n0\r\nTrailer: \
        t\r\n\r\n
        """

    private func read(_ pieces: [some Sequence<UInt8>]) throws -> [FakeRequest] {
        var reader = RequestReader()
        var requests: [FakeRequest] = []
        for piece in pieces {
            reader.feed(Array(piece))
            while let request = try reader.next() { requests.append(request) }
        }
        return requests
    }

    private func expectBoth(_ requests: [FakeRequest], _ comment: Comment) {
        #expect(requests.map(\.method) == ["POST", "PUT"], comment)
        #expect(requests.map(\.target) == ["/a?b=c", "/d"], comment)
        #expect(requests.map { String(decoding: $0.body, as: UTF8.self) } == ["hello", "a\r\n0123456789"], comment)
        #expect(requests.first?.headers == ["host": "x", "content-length": "5", "x-spaces": "a b"], comment)
        #expect(requests.last?.headers == ["transfer-encoding": "chunked"], comment)
    }

    @Test("gives the same requests however the bytes are cut")
    func pieces() throws {
        let bytes = Array(Self.two.utf8)
        expectBoth(try read([bytes]), "in one piece")
        expectBoth(try read(bytes.map { [$0] }), "byte by byte")
        for cut in 1..<bytes.count { expectBoth(try read([bytes[..<cut], bytes[cut...]]), "cut before byte \(cut)") }
    }

    @Test("gives nothing before a request is whole")
    func partial() throws {
        let bytes = Array(Self.two.utf8)
        for count in 0..<bytes.count { #expect(try read([bytes[..<count]]).count < 2) }
    }

    @Test(
        "refuses what is malformed, as soon as it can be seen",
        arguments: [
            "\u{16}\u{3}\u{1}", "GET /\r\n", "GET / HTTP/2\r\n", "GET  / HTTP/1.1\r\n", "GET / HTTP/1.1 \r\n",
            " / HTTP/1.1\r\n",
            "G(T / HTTP/1.1\r\n", "GET / HTTP/1.1\n", "\r\n", "GET / HTTP/1.1\r\nNo colon\r\n",
            "GET / HTTP/1.1\r\nA : b\r\n",
            "GET / HTTP/1.1\r\n: b\r\n", "GET / HTTP/1.1\r\nA: b\r\n folded: c\r\n", "GET / HTTP/1.1\r\nA: b\rc",
            "GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length:\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc",
        ])
    func malformed(_ text: String) {
        #expect(throws: RequestReader.Malformed.self) { try read([text.utf8]) }
    }

    @Test(
        "takes what is only odd",
        arguments: [
            "GET / HTTP/1.0\r\n\r\n", "m-search * HTTP/1.1\r\n\r\n",
            "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n",
            "GET http://example.com/a?b HTTP/1.1\r\n\r\n", "GET /\u{e4} HTTP/1.1\r\nA:\r\nB:c:d\r\n\r\n",
            "DELETE / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
            "GET / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
        ])
    func odd(_ text: String) throws {
        #expect(try read([text.utf8]).count == 1)
    }
}
