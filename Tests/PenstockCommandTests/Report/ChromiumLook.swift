import Foundation
import TestWorld
import Testing

/// What headless Chromium says of a page: chromium.py looks, this runs it.
struct ChromiumLook: Decodable {
    struct Look: Decodable {
        let scrollWidth: Int
        let contrast: Double
        let worst: String
        let wide: [String]
        let headingsInOrder: Bool
        let headersWithoutScope: Int
        let imagesWithoutWords: Int
        let lang: String
        let mains: Int
        let scripts: Int
        let twice: Int
        let broken: Int
        let cut: Int
        let pngWidth: Int
        let colours: Int
    }

    struct PDF: Decodable {
        let bytes: Int
        let isPDF: Bool
    }

    let looks: [String: Look]
    let errors: [String]
    let requests: [String]
    let pdf: PDF

    static let program = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap(find).first
    static let python = find("python3")
    /// In CI a missing browser is a failure, elsewhere the look is left out.
    static let isPossible = ProcessInfo.processInfo.environment["CI"] != nil || (program != nil && python != nil)

    private static func find(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// `PENSTOCK_REPORT_SHOTS` names a directory that keeps page and pictures, for looking at them.
    static func look(
        at html: String, _ name: String, _ looks: [String] = ["light", "dark", "phone", "phone-dark", "print"]
    ) throws
        -> ChromiumLook
    {
        let program = try #require(program, "no chromium, chromium-browser or google-chrome in PATH")
        let python = try #require(python, "no python3 in PATH")
        let kept = ProcessInfo.processInfo.environment["PENSTOCK_REPORT_SHOTS"].map {
            URL(fileURLWithPath: $0).appendingPathComponent(name)
        }
        let temporary = try TemporaryFolder("penstock-report")
        defer { withExtendedLifetime(temporary) {} }
        let directory = kept ?? URL(fileURLWithPath: temporary.path)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let page = directory.appendingPathComponent("report.html")
        try Data(html.utf8).write(to: page)
        let process = Process()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("chromium.py")
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script.path, program, page.path, directory.path] + looks
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "chromium.py ended with \(process.terminationStatus)")
        return try JSONDecoder().decode(ChromiumLook.self, from: data)
    }

    /// All that is wrong with the page, in words.
    var faults: [String] {
        var faults = errors.map { "error: \($0)" } + requests.map { "request: \($0)" }
        if !pdf.isPDF || pdf.bytes < 4000 { faults.append("no PDF") }
        for (name, look) in looks.sorted(by: { $0.key < $1.key }) {
            if look.scrollWidth > look.pngWidth {
                faults.append("\(name): \(look.scrollWidth) wide in \(look.pngWidth): \(look.wide)")
            }
            if look.contrast < 4.5 { faults.append("\(name): contrast \(look.contrast) of \(look.worst)") }
            if !look.headingsInOrder { faults.append("\(name): headings out of order") }
            if look.headersWithoutScope > 0 {
                faults.append("\(name): \(look.headersWithoutScope) headers without scope")
            }
            if look.imagesWithoutWords > 0 {
                faults.append("\(name): \(look.imagesWithoutWords) pictures without words")
            }
            if look.lang != "en" || look.mains != 1 { faults.append("\(name): no language or no main part") }
            if look.scripts > 0 { faults.append("\(name): \(look.scripts) scripts") }
            if look.twice > 0 || look.broken > 0 {
                faults.append("\(name): \(look.twice) ids twice, \(look.broken) broken links")
            }
            if look.colours < 25 { faults.append("\(name): only \(look.colours) colours") }
            if name == "print", look.cut > 0 { faults.append("print: \(look.cut) boxes cut") }
        }
        return faults
    }
}
