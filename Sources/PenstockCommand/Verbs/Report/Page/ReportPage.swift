/// The whole page.
struct ReportPage {
    let facts: ReportFacts

    /// Nothing may be loaded and nothing may run, whatever the texts say.
    static let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

    var markup: Markup {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="generator" content="\(maker)">
        <title>\(verdict.words) - archive report, \(made)</title>
        <style>
        \(Markup(trusted: StyleSheet.text))
        </style>
        </head>
        <body>
        <header>
        <p class="maker">Penstock archive report</p>
        <h1 class="\(verdict.freshness.tone)">\(verdict.freshness.sign)\(verdict.words)</h1>
        <p class="soft">Made \(made) by \(maker). It says what was true then.</p>
        \(contents)
        </header>
        <main>
        \(sections)
        </main>
        <footer>
        <p>One file, complete as it is: it loads nothing and runs nothing. All times are UTC unless a zone is named.</p>
        </footer>
        </body>
        </html>
        """
    }

    private var verdict: Verdict { Verdict(datasets: facts.cards.map(\.freshness)) }
    private var made: String { "\(ReportWording.minute(facts.now)) UTC" }
    private var maker: String { "penstock \(facts.version)" }

    private var archives: [ArchivePart] {
        facts.archives.enumerated().map { ArchivePart(archive: $0.element, number: $0.offset + 1) }
    }

    /// Of all archives, with how many there are of what is listed.
    private var contents: Markup {
        guard !facts.archives.isEmpty else { return "" }
        return """
            <nav aria-label="Contents">
            \(archives.map(\.contents))
            </nav>
            """
    }

    private var sections: [Markup] {
        guard !facts.archives.isEmpty else { return ["<p class=\"none\">There is no archive to report on.</p>"] }
        return archives.map(\.markup)
    }
}

extension ReportFacts {
    /// One page of HTML that needs nothing else: no network, no script, no other file. The same facts give the same
    /// bytes.
    var html: String { ReportPage(facts: self).markup.text + "\n" }
}
