/// Masthead, sections, cards, tables.
enum SectionStyle {
    static let text = """
        header{padding-top:clamp(2rem,6vw,4rem)}
        header .maker{color:var(--soft);font-size:.8125rem;letter-spacing:.02em}
        h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.3rem);letter-spacing:-.015em;margin:.35rem 0 .5rem}
        .archive{margin-top:clamp(2rem,5vw,3rem);padding-top:1.25rem;border-top:2px solid var(--ink)}
        .archive>h2{font-size:1.125rem;overflow-wrap:anywhere}
        .facts{display:flex;flex-wrap:wrap;gap:.1rem 1.75rem;margin-top:.4rem;font-size:.8125rem}
        .facts div{display:flex;gap:.5em;min-width:0}
        dt{color:var(--soft)}
        dd{min-width:0;overflow-wrap:anywhere}
        nav p{margin-top:1rem;font-size:.8125rem;overflow-wrap:anywhere}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;margin-top:.25rem;font-size:.8125rem}
        nav b{font-weight:600;margin-left:.4em}
        .part{margin-top:clamp(2.25rem,5vw,3.25rem)}
        .part>h3{font-size:1.0625rem}
        .part>h3+p,.about{color:var(--soft);font-size:.8125rem;max-width:46rem;margin-top:.2rem}
        h4{font-size:.9375rem}
        .none{color:var(--soft);margin-top:.35rem}
        .part:has(>.none){margin-top:1.75rem}
        .part:not(:has(>.none))+.part:has(>.none){margin-top:clamp(2.25rem,5vw,3.25rem)}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));\
        gap:1.25rem;margin-top:1rem}
        .card{background:var(--sheet);border:1px solid var(--rule);border-top:3px solid currentColor;\
        padding:1rem 1.15rem 1.1rem;min-width:0;border-radius:0 0 3px 3px}
        .top-good{border-top-color:var(--good)}.top-bad{border-top-color:var(--bad)}\
        .top-soft{border-top-color:var(--soft)}
        .card header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.1rem 1rem;padding:0;max-width:none}
        .card h4,.kinds li,.counts span{overflow-wrap:anywhere}
        .standing{font-weight:600;font-size:.8125rem;white-space:nowrap}
        .newest{font-size:1.5rem;line-height:1.2;letter-spacing:-.01em;margin:.8rem 0 .1rem;overflow-wrap:anywhere}
        .card .about{margin:0;min-height:1.3em}
        .card dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem 1rem;font-size:.8125rem;margin-top:.8rem}
        .card dd{text-align:right}
        .share{display:flex;height:6px;margin-top:.9rem;background:var(--faint);gap:1px}
        .share span{display:block;height:100%;min-width:3px}
        .counts{display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.8125rem;margin-top:.4rem}
        .counts i{display:inline-block;width:.6em;height:.6em;margin-right:.4em}
        .fs{background:var(--stored)}.fh{background:var(--hole)}.fa{background:var(--away)}\
        .fg{background:var(--hole);opacity:.45}
        .kinds{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;list-style:none;margin-top:.6rem;font-size:.8125rem}
        .kinds b{font-weight:600;margin-right:.35em}
        .box{overflow:auto;max-height:38rem;margin-top:.75rem;border-top:1px solid var(--rule);\
        border-bottom:1px solid var(--rule);background:var(--sheet)}
        table{border-collapse:collapse;width:100%;font-size:.8125rem;line-height:1.4}
        .list{min-width:44rem}
        th,td{text-align:left;vertical-align:top;padding:.45rem .8rem;\
        border-bottom:1px solid var(--rule);font-weight:400}
        thead th{color:var(--soft);white-space:nowrap;vertical-align:bottom;background:var(--sheet);\
        position:sticky;top:0;border-bottom:0;box-shadow:inset 0 -1px var(--rule)}
        tbody tr:last-child>*{border-bottom:0}
        th.n,td.n{text-align:right;white-space:nowrap}
        .when{white-space:nowrap}
        .raw{display:block;min-width:14rem;white-space:pre-wrap;max-width:34rem;max-height:9.5em;overflow:auto;\
        background:var(--faint);padding:.35rem .5rem;border-radius:2px}
        .change{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem .6rem;align-items:start}
        .more{color:var(--soft);font-size:.8125rem;margin-top:.5rem}
        footer{color:var(--soft);font-size:.8125rem;padding-top:3.5rem;padding-bottom:2.5rem}
        """
}
