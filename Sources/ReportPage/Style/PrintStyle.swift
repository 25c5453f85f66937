/// On paper: light, nothing cut, everything that scrolls laid open.
enum PrintStyle {
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
        }
        """
    }
}
