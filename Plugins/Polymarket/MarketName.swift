import PluginKit

/// A market as people name it: Gamma's id, the condition id, or the slug.
enum MarketName: Hashable {
    case id(String)
    case condition(String)
    case slug(String)

    /// nil for text that names no market of Polymarket.
    init?(_ text: String) {
        let lowered = text.lowercased()
        if MarketName.isID(text) {
            self = .id(text)
        } else if MarketName.isCondition(lowered) {
            self = .condition(lowered)
        } else if !lowered.hasPrefix("0x"), lowered == text, !text.isEmpty, text.utf8.allSatisfy(MarketName.isSlugByte)
        {
            self = .slug(text)
        } else {
            return nil
        }
    }

    /// Throws `PluginError.usage`.
    static func named(_ text: String) throws -> MarketName {
        guard let name = MarketName(text) else {
            throw PluginError.usage(
                "'\(TypedName.shown(text))' names no market of Polymarket",
                fix:
                    """
                    say Gamma's id (516710), the condition id (0x and 64 hex digits) or the slug; a Kalshi ticker has \
                    kalshi: before it
                    """
            )
        }
        return name
    }

    var text: String {
        switch self {
        case .id(let text), .condition(let text), .slug(let text): text
        }
    }

    /// The filter of Gamma's listings that finds it.
    var filter: String {
        switch self {
        case .id: "id"
        case .condition: "condition_ids"
        case .slug: "slug"
        }
    }

    static func isID(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 48 < 10 }
    }

    /// Up to 78 digits: an outcome's token.
    static func isToken(_ text: String) -> Bool {
        (1...78).contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 48 < 10 }
    }

    /// `0x` and 64 lower-case hexadecimal digits.
    static func isCondition(_ text: String) -> Bool { isHexadecimal(text, digits: 64) }

    static func isHexadecimal(_ text: String, digits: Int) -> Bool {
        text.utf8.count == digits + 2 && text.hasPrefix("0x")
            && text.utf8.dropFirst(2).allSatisfy { $0 &- 48 < 10 || $0 &- UInt8(ascii: "a") < 6 }
    }

    private static func isSlugByte(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || byte &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}
