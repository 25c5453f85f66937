/// The colours of the page, for light and for dark.
struct Palette: Sendable {
    struct Colour: Sendable {
        let name: String
        let light: String
        let dark: String
    }

    /// Text in `ink`, `soft`, `good`, `warn` and `bad` is set on `paper` and on `sheet`, and is to be read on both.
    static let colours: [Colour] = [
        Colour(name: "paper", light: "#f7f5f0", dark: "#121517"),
        Colour(name: "sheet", light: "#fffefb", dark: "#1a1e21"),
        Colour(name: "ink", light: "#1b2125", dark: "#e5e3dd"),
        Colour(name: "soft", light: "#5b646a", dark: "#9da6ab"),
        Colour(name: "rule", light: "#dedad0", dark: "#2e3438"),
        Colour(name: "faint", light: "#efece4", dark: "#21262a"),
        Colour(name: "good", light: "#24674e", dark: "#74c3a0"),
        Colour(name: "warn", light: "#8a5200", dark: "#dcab55"),
        Colour(name: "bad", light: "#ab3620", dark: "#f28b72"),
        Colour(name: "stored", light: "#2f6c7b", dark: "#549bab"),
        Colour(name: "empty", light: "#afcdd1", dark: "#2f5560"),
        Colour(name: "away", light: "#aaa599", dark: "#77756e"),
        Colour(name: "hole", light: "#cf4a2f", dark: "#e0654a"),
    ]

    static var light: String { declarations { $0.light } }
    static var dark: String { declarations { $0.dark } }

    private static func declarations(_ value: (Colour) -> String) -> String {
        colours.map { "--\($0.name):\(value($0))" }.joined(separator: ";")
    }
}
