/// The coverage map and the charts.
enum ChartStyle {
    static let text = """
        .s{fill:var(--stored)}.e{fill:var(--empty)}.u{fill:var(--away)}.m{fill:var(--hole)}
        .x{stroke:var(--sheet);stroke-width:1.25;fill:none}
        .strip,.key svg,.share,.bars,.counts i,.card{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .key{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;list-style:none;margin-top:.6rem;font-size:.8125rem}
        .key svg{width:1.1em;height:.95em;margin-right:.5em;vertical-align:-.1em}
        .map{max-height:46rem}
        .map table{line-height:1.15}
        .map th,.map td{border:0;padding:0 .8rem 0 0;vertical-align:middle;white-space:nowrap}
        .map tbody th{position:sticky;left:0;z-index:1;background:var(--sheet);padding:0 .8rem}
        .map th bdi{display:block;max-width:min(24rem,34vw);overflow:hidden;text-overflow:ellipsis;overflow-wrap:normal}
        .map thead th{position:sticky;top:0;z-index:2;padding-top:.6rem;padding-bottom:.35rem;\
        vertical-align:bottom;box-shadow:none}
        .map thead th:first-child{left:0;z-index:3;padding-left:.8rem}
        .map td.long{width:100%;padding:1px .8rem 1px 0}
        .map tbody tr:last-child>*{padding-bottom:.5rem}
        .map tbody tr:last-child td.long{padding-bottom:.5rem}
        .map .half{border-top:.6rem solid var(--sheet)}
        .months{position:relative;height:1.2em;min-width:var(--least);max-width:var(--most)}
        .months span{position:absolute;left:var(--at);white-space:nowrap;bottom:0}
        .months.two{height:2.4em}
        .months.two .over{bottom:1.2em}
        .strip{display:block;width:100%;min-width:var(--least);max-width:var(--most);height:15px;\
        background:var(--faint);shape-rendering:crispEdges}
        .tips{fill:none;pointer-events:all}
        .sep{stroke:var(--sheet);stroke-width:1;fill:none}
        @media (max-width:40rem){
        .map table,.map thead,.map tbody{display:block}
        .map tr{display:grid;grid-template-columns:minmax(0,1fr) auto 3.6rem;padding:0 .6rem .3rem;align-items:end}
        .map tr>*,.map thead th:first-child,.map tbody tr:last-child>*{position:static;padding:0 0 0 .8rem}
        .map tr>:first-child,.map thead th:first-child,.map thead th{padding-left:0;padding-top:0;padding-bottom:0}
        .map th bdi{max-width:none}
        .map .long,.map td.long,.map tbody tr:last-child td.long{grid-column:1/-1;padding:1px 0 0;width:auto}
        .map thead tr{position:sticky;top:0;z-index:2;background:var(--sheet);padding-top:.5rem;row-gap:.2rem}
        .months,.strip{min-width:0}
        .months.many span:not(:nth-child(4n+1)){display:none}
        }
        .charts{display:grid;grid-template-columns:minmax(0,1fr);gap:1.75rem;margin-top:1rem}
        .chart{display:grid;grid-template-columns:4.8rem minmax(0,1fr);gap:.3rem .6rem;\
        margin-top:.6rem;font-size:.75rem;color:var(--soft)}
        .marks{position:relative;text-align:right}
        .marks span{max-width:100%;overflow:hidden;text-overflow:ellipsis;\
        position:absolute;right:0;bottom:var(--at);transform:translateY(50%);white-space:nowrap}
        .bars{display:block;width:100%;height:8.5rem;border-bottom:1px solid var(--soft)}
        .bars.low{height:3rem}
        .grid{stroke:var(--rule);stroke-width:1;fill:none}
        .feet{grid-column:2;position:relative;height:1.3em;max-width:var(--most,none)}
        .feet span{position:absolute;left:var(--at);white-space:nowrap;\
        max-width:50%;overflow:hidden;text-overflow:ellipsis}
        .feet span:only-child{max-width:100%}
        .feet span:last-child:not(:first-child){left:auto;right:0}
        details{margin-top:.6rem;font-size:.8125rem}
        summary{cursor:pointer;color:var(--soft);width:fit-content}
        """
}
