import Orchestrator
import PluginKit
import Tabular
import Words

/// How one dataset of an archive stands, as the page has it: a card.
struct DatasetCard {
    var status: ProviderStatus
    /// Of the dataset.
    let name: String
    /// nil: the archive keeps nothing of the provider yet.
    var dataset: ProviderStatus.DatasetStatus?
    /// By the jobs file.
    var nextRun: Instant?

    var freshness: Freshness {
        guard let dataset else { return .empty }
        return staleness.isEmpty && dataset.behind == 0 ? .current : .behind
    }

    /// Why it stands so, where that is not plain from the rest: `no run has ended with 0 yet`.
    var note: String? {
        let words = ProviderStanding(status: status)
        guard let dataset else { return status.silence == nil ? status.staleness.first.map(words.why) : nil }
        if let reason = staleness.first { return words.why(reason) }
        if dataset.behind > 0, let worst = dataset.worst {
            return status.isCountedInSessions
                ? "\(worst.label) lacks \(words.count(worst.missing))"
                : "\(worst.label) was due \(words.count(worst.missing)) ago"
        }
        if dataset.owed > 0 { return "but for \(words.butFor)" }
        return dataset.retired > 0 ? "\(Figures.count(dataset.retired)) retired" : nil
    }

    /// What makes all of the provider stale; what some of its units lack is a matter of their datasets.
    private var staleness: [ProviderStatus.Staleness] { status.staleness.filter { $0 != .behind } }

    var markup: Markup {
        """
        <article class="card top-\(freshness.tone)">
        <header>
        <h4><bdi>\(status.provider)</bdi> <span class="soft">/</span> <bdi>\(name)</bdi></h4>
        <p class="standing \(freshness.tone)">\(freshness.sign)\(freshness.words)</p>
        </header>
        <p class="newest">\(newest ?? "no rows")</p>
        <p class="about">\(about)</p>
        \(share)
        <dl>
        \(facts)
        </dl>
        </article>
        """
    }

    private var newest: String? { dataset?.newest.map(ReportWording.moment) }

    private var about: String {
        let expected = dataset?.expected.map { $0 == newest ? "newest row, as expected" : "expected \($0)" }
        let age = newest == nil ? nil : dataset?.age.map { "\(Figures.duration($0)) old" }
        return [age, expected ?? (newest == nil ? nil : "newest row"), note].compactMap { $0 }.joined(separator: "; ")
    }

    /// The units, by how they stand.
    private var parts: [(count: Int, tone: Markup, words: String)] {
        [
            (dataset?.upToDate ?? 0, "fs", "up to date"), (dataset?.owed ?? 0, "fg", "late"),
            (dataset?.behind ?? 0, "fh", "behind"), (dataset?.withoutData ?? 0, "fa", "without data"),
        ]
    }

    /// As a bar and in numbers.
    private var share: Markup {
        let parts = parts.filter { $0.tone != "fg" || $0.count > 0 }
        let bar = parts.filter { $0.count > 0 }.map {
            "<span class=\"\($0.tone)\" style=\"flex:\($0.count)\"></span>" as Markup
        }
        let counts = parts.map {
            "<span><i class=\"\($0.tone)\"></i>\(Figures.count($0.count)) \($0.words)</span>" as Markup
        }
        return """
            <div class="share" aria-hidden="true">\(bar)</div>
            <p class="counts">\(counts)</p>
            """
    }

    private var facts: [Markup] {
        let facts: [(String, String?)] = [
            (status.noun.plural, Figures.count(parts.reduce(0) { $0 + $1.count })),
            ("rows", dataset.map { Figures.count($0.rows) }),
            ("last success", status.lastSuccess.map { "\($0.minutes) UTC" } ?? "never"),
            ("next run", nextRun.map { "\($0.minutes) UTC" }),
            (
                "next due",
                nextRun == nil
                    ? status.nextDue.map {
                        ExchangeTime(closeAt: $0)?.text ?? "\($0.minutes) UTC"
                    } : nil
            ),
        ]
        return facts.compactMap { name, text in text.map { "<dt>\(name)</dt><dd>\($0)</dd>" } }
    }
}

/// A card per dataset.
struct FreshnessPart {
    let cards: [DatasetCard]

    var markup: Markup {
        guard !cards.isEmpty else { return "<p class=\"none\">The archive has no dataset yet.</p>" }
        return "<div class=\"cards\">\n\(cards.map(\.markup))\n</div>"
    }
}

extension ReportFacts {
    var cards: [DatasetCard] { archives.flatMap(\.cards) }
}

extension ReportedArchive {
    var cards: [DatasetCard] { providers.flatMap(\.cards) }
}

extension ReportedProvider {
    /// An archive that keeps nothing yet has the provider's first dataset to show for it.
    var cards: [DatasetCard] {
        guard status.datasets.isEmpty else {
            return status.datasets.map { DatasetCard(status: status, name: $0.name, dataset: $0, nextRun: nextRun) }
        }
        let first = manifest.datasets.first(where: \.isSeries)?.name ?? manifest.name
        return [DatasetCard(status: status, name: first, nextRun: nextRun)]
    }
}
