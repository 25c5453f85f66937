/// Which characters nobody sees, or change how others are seen. A text from outside that a person will read has them
/// named, or taken out.
package enum Invisible {
    /// Controls (C0 with line ends and tabs, DEL, C1), the soft hyphen, marks and overrides of direction, separators of
    /// lines and paragraphs, characters of no width, tags, and numbers that are no characters. Joiners are not: without
    /// them words of many scripts and composed pictures are others.
    package static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: false
        case 0...0x1F, 0x7F...0x9F, 0xAD: true
        case ..<0x61C: false
        case 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F, 0xFDD0...0xFDEF: true
        case let value: value & 0xFFFE == 0xFFFE
        }
    }

    /// The two joiners.
    package static func isJoiner(_ scalar: Unicode.Scalar) -> Bool { scalar.value == 0x200C || scalar.value == 0x200D }
}
