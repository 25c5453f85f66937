import Foundation
import TestWorld
import Testing

@testable import Programs

struct PrivateFileTests {
    @Test("only its owner may read it, whatever the umask, and removed is removed")
    func mode() throws {
        let bench = try TemporaryFolder("programs")
        let file = try PrivateFile(Array("text".utf8), in: bench.path)
        let facts = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "text")
        #expect(try PrivateFile([], in: bench.path + "/").path != file.path)
        file.remove()
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test("a folder that is not there is an error with what to do")
    func missing() throws {
        let error = try #require(throws: PrivateFileError.self) { try PrivateFile([], in: "/nowhere/at/all") }
        #expect(
            "\(error)"
                == "no temporary file can be made in /nowhere/at/all: No such file or directory. Free some space there, or set TMPDIR to a folder that this user may write to"
        )
    }
}
