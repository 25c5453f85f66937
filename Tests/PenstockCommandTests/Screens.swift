import Foundation
import TestGolden
import Testing

@testable import PenstockCommand

/// Compares what a person sees with two golden files: as it is anywhere but on a terminal, and as one of 80 columns has
/// it.
func expectScreen(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectGolden(text, name, sourceLocation: sourceLocation)
    expectGolden(Screens.laid(text, in: 80), "80/\(name)", sourceLocation: sourceLocation)
}

enum Screens {
    /// What was typed, and documents for programs, are the same on a terminal.
    static func laid(_ text: String, in columns: Int) -> String {
        var (isDocument, isTable) = (false, false)
        var (laid, block) = ([String](), [Substring]())
        func close() {
            guard !block.isEmpty, !isTable else {
                block = []
                return
            }
            let text = block.joined(separator: "\n")
            laid.append(isDocument ? text : Screen(columns: columns).laid(text))
            block = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("$ ") {
                close()
                isDocument = isOfDocument(line)
                // A table knows how wide it may be: `80/typed` has it.
                isTable = line == "$ penstock runs"
                if !isTable { laid.append(String(line)) }
            } else {
                block.append(line)
            }
        }
        close()
        return laid.joined(separator: "\n")
    }

    static func isOfDocument(_ line: Substring) -> Bool {
        ["--json", "--csv", "$ head"].contains { line.contains($0) }
    }

    static var folder: String { #filePath.replacing("/Screens.swift", with: "/Golden/80") }

    /// Lines that a terminal of so many columns breaks in the middle, but for one word or command that is as long as
    /// that, with a label before it.
    static func broken(_ text: String, in columns: Int) -> [String] {
        var isDocument = false
        return text.split(separator: "\n").filter { line in
            if line.hasPrefix("$ ") {
                isDocument = isOfDocument(line)
                return false
            }
            guard !isDocument, line.count > columns else { return false }
            let longest = line.split(separator: " ").map(\.count).max() ?? 0
            let command = line.firstMatch(of: /penstock [a-z]+( +[a-z]+)?( +[-\/A-Z0-9]\S*)*/)?.output.0.count ?? 0
            return max(longest, command) + 18 <= columns
        }.map(String.init)
    }
}
