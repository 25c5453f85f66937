/// The page's only style sheet. Nothing in it comes from outside.
enum StyleSheet {
    static var text: String {
        """
        :root{color-scheme:light dark;\(Palette.light)}
        @media (prefers-color-scheme:dark){:root{\(Palette.dark)}}
        \(base)
        \(SectionStyle.text)
        \(ChartStyle.text)
        \(UnitStyle.text)
        \(PrintStyle.text)
        """
    }

    private static let base = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:400 .9375rem/1.5 system-ui,-apple-system,"Segoe \
        UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:tabular-nums lining-nums}
        header,main,footer{max-width:72rem;margin:0 auto;padding:0 clamp(1rem,4vw,2.5rem)}
        h1,h2,h3,h4,p,dl,dd,figure,ul,ol{margin:0;padding:0}
        h1,h2,h3,h4{font-weight:600;line-height:1.25;text-wrap:balance}
        a{color:inherit;text-decoration-color:var(--rule);text-underline-offset:.2em}
        a:hover{text-decoration-color:currentColor}
        :focus-visible{outline:2px solid var(--stored);outline-offset:2px;border-radius:2px}
        code,.raw{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation \
        Mono",monospace;font-size:.86em}
        code,.raw,.path,h1,.about{overflow-wrap:anywhere}
        bdi,td,th{overflow-wrap:break-word}
        .soft{color:var(--soft)}
        .unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;\
        clip-path:inset(50%);white-space:nowrap}
        .good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}
        .sign{width:.8em;height:.8em;margin-right:.45em;flex:none;fill:currentColor;stroke:none;vertical-align:-.04em}
        """
}

/// The blocks of units with their small lines, and the list of their names.
private enum UnitStyle {
    static let text = """
        .units{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));max-height:46rem}
        .unit{padding:.8rem;min-width:0;font-size:.75rem;border-bottom:1px solid var(--rule);overflow-wrap:anywhere}
        .unit:target{background:var(--faint);box-shadow:inset 3px 0 var(--stored)}
        .unit h4 span{font-weight:400;font-size:.75rem}
        .unit p,.unit ul{color:var(--soft)}
        .unit ul{list-style:none}
        .unit b{color:var(--ink);font-weight:600;font-size:.9375rem}
        .line{display:block;width:100%;height:2.5rem;margin:.25rem 0;overflow:visible}
        .line path{fill:none;stroke:var(--stored);stroke-width:1.25;stroke-linejoin:round;stroke-linecap:round;\
        vector-effect:non-scaling-stroke}
        .line .g{fill:var(--hole);stroke:none;opacity:.3}
        .line .k,.line .r{stroke:var(--soft);stroke-width:1;pointer-events:stroke}
        .line .r{stroke-dasharray:3 3}
        .unit .strip{height:8px;margin:.35rem 0}
        .names p{display:flex;flex-wrap:wrap;gap:.1rem .9rem;margin-top:.4rem;overflow-wrap:anywhere}
        """
}

/// On paper: light, nothing cut, everything that scrolls laid open.
private enum PrintStyle {
    static var text: String {
        """
        @media print{
        @page{margin:14mm}
        :root{color-scheme:light;\(Palette.light);--paper:#fff;--sheet:#fff}
        body{font-size:9.5pt}
        header,main,footer{max-width:none;padding-left:0;padding-right:0}
        header{padding-top:0}
        nav,details:not([open]){display:none}
        .box,.map,.raw{overflow:visible;max-height:none;max-width:none}
        .list{min-width:0;font-size:7.5pt}
        .list th,.list td,.list bdi,.list .when{white-space:normal;overflow-wrap:anywhere}
        .list th,.list td{padding:.3rem .4rem}
        .list td.n{white-space:nowrap}
        .raw{min-width:0}
        thead th{white-space:normal}
        thead{display:table-header-group}
        tr,figure,.card,.chart,.key,.none{break-inside:avoid}
        h2,h3,h4,.about,.kinds{break-after:avoid}
        .map thead th,.map tbody th,.list thead th{position:static}
        .map table{font-size:7.5pt}
        .months,.strip{min-width:0}
        .months.many span:nth-child(even){display:none}
        .strip{height:11px}
        .units{grid-template-columns:repeat(3,minmax(0,1fr))}
        .unit{break-inside:avoid;font-size:7.5pt}
        .unit:target{background:none;box-shadow:none}
        .unit .strip{height:6px}
        }
        """
    }
}

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
