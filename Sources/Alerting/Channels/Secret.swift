/// A text that no description, error or log may show. Only what is handed to libcurl holds it.
package struct Secret: Hashable, Sendable {
    let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// Whether it can stand in a header as one word.
    var isToken: Bool { !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "[secret]" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
