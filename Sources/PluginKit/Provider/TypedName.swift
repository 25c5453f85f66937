/// A name as a person or a file gave it, for a message about it: short, on one line.
public enum TypedName {
    /// Characters that are shown; a name is shorter.
    private static let longest = 60

    public static func shown(_ text: String) -> String {
        let safe = String(
            text.prefix(longest).map { $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "?" : $0 })
        return text.utf8.count <= longest * 4 && text.count <= longest ? safe : "\(safe)... (\(text.utf8.count) bytes)"
    }

    /// In quotes; `[an address or a path]` for what looks like one, because it may hold a secret.
    public static func quoted(_ text: String) -> String {
        text.contains { "/@?\\".contains($0) } ? "[an address or a path]" : "'\(shown(text))'"
    }
}
