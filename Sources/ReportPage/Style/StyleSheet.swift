/// The page's only style sheet. Nothing in it comes from outside.
enum StyleSheet {
    static var text: String {
        """
        :root{color-scheme:light dark;\(Palette.light)}
        @media (prefers-color-scheme:dark){:root{\(Palette.dark)}}
        \(base)
        \(SectionStyle.text)
        \(ChartStyle.text)
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
        .unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .good{color:var(--good)}.warn{color:var(--warn)}.bad{color:var(--bad)}
        .sign{width:.8em;height:.8em;margin-right:.45em;flex:none;fill:currentColor;stroke:none;vertical-align:-.04em}
        """
}
