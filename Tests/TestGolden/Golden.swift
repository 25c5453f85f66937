import Foundation
package import Testing

/// Compares what a person sees with a file in the folder Golden beside the test's own file. `RECORD_GOLDEN=1` writes
/// the file instead, and fails so that nobody forgets it.
package func expectGolden(
    _ text: String, _ name: String, kind: String = "txt", test: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let file = URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("Golden/\(name).\(kind)")
    let text = text.hasSuffix("\n") ? text : text + "\n"
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
        try? Data(text.utf8).write(to: file)
        Issue.record(
            "Golden/\(name).\(kind) was written; read the difference before you commit it",
            sourceLocation: sourceLocation)
        return
    }
    guard let data = try? Data(contentsOf: file) else {
        Issue.record("Golden/\(name).\(kind) is missing; run with RECORD_GOLDEN=1", sourceLocation: sourceLocation)
        return
    }
    let golden = String(decoding: data, as: UTF8.self)
    guard golden != text else { return }
    let pairs = zip(
        golden.split(separator: "\n", omittingEmptySubsequences: false),
        text.split(separator: "\n", omittingEmptySubsequences: false))
    let first = pairs.enumerated().first { $0.element.0 != $0.element.1 }
    let place = first.map { "line \($0.offset + 1): \"\($0.element.0)\" became \"\($0.element.1)\"" } ?? "its length"
    Issue.record(
        "Golden/\(name).\(kind) differs in \(place). The whole text is:\n\(text)", sourceLocation: sourceLocation)
}
