import LosslessJSON
import PluginKit
import Tabular

/// Asks for markets by their tickers: those that a list did not show, or one that was named.
struct LookupReading {
    let fetch: Fetch<Kalshi>
    let options: KalshiOptions
    private let lookup: MarketLookup

    init(_ tickers: [String], _ fetch: Fetch<Kalshi>, _ options: KalshiOptions) {
        self.fetch = fetch
        self.options = options
        if case .lookup(let lookup) = fetch.cursor { self.lookup = lookup } else { lookup = MarketLookup(tickers) }
    }

    // MARK: The question

    var request: Request {
        switch lookup.step {
        case .live: return byTicker(.live, path: "/markets")
        case .archive, .rest: return byTicker(.archive, path: "/historical/markets")
        case .event:
            let event = lookup.groups.first?.event ?? ""
            return Request(
                Tier.live.upstream, path: "/events/\(PercentEncoding.encode(event))",
                query: [.init("with_nested_markets", "true")],
                answerStatuses: [400, 404])
        }
    }

    private func byTicker(_ tier: Tier, path: String) -> Request {
        var query: [Request.QueryItem] = [
            .init("tickers", lookup.asked.joined(separator: ",")), .init("limit", "1000"),
        ]
        if !lookup.asked.contains(where: Ticker.isCombo), !isCombos { query.append(.init("mve_filter", "exclude")) }
        if let page = lookup.page { query.append(.init("cursor", page)) }
        return Request(tier.upstream, path: path, query: query, answerStatuses: [400, 404])
    }

    // MARK: The answer

    func read(_ response: Response, into page: inout Page<Kalshi>) throws {
        let answer = try KalshiAnswer(response)
        if case .refused(let words) = answer {
            guard lookup.page != nil else { throw PluginError(.refused, "Kalshi refuses to answer: \(words)") }
            page.end = .restart(Reason("cursor_refused", words))
            return
        }
        let next = lookup.step == .event ? try readEvent(answer, &page) : try readTickers(answer, &page)
        if next.isComplete { try finish(next, &page) } else { page.end = .more(.lookup(next)) }
    }

    private func readTickers(_ answer: KalshiAnswer, _ page: inout Page<Kalshi>) throws -> MarketLookup {
        // A list that has none of them is empty: what answers 404 is not the list.
        guard case .found(let root) = answer else {
            let names = lookup.asked.joined(separator: ", ")
            throw PluginError(.refused, "Kalshi answers 404 to a list by tickers, which says nothing of \(names)")
        }
        var next = lookup
        var markets = rows
        for json in try root.member("markets").elements {
            if let ticker = MarketRows.ticker(json) {
                guard lookup.asked.contains(ticker) else {
                    throw PluginError.mismatch(
                        "markets were asked for by their tickers and \(ticker) came, which was not asked for")
                }
                // What cannot be read in full is set aside here, and its event is not asked for.
                let row = try? MarketRow(json, home: .unknown)
                let event = row.flatMap { $0.isCombo || lookup.step == .rest ? nil : $0.event }
                next.found(ticker, event: event)
                if event != nil { continue }
            }
            markets.add(json, home: lookup.step == .rest ? lookup.home : .unknown)
        }
        if markets.hasNameless { next.meetsNameless() }
        try markets.append(to: &page)
        seal(markets, &page)
        return next.afterTickers(cursor: try root.nextCursor)
    }

    private func readEvent(_ answer: KalshiAnswer, _ page: inout Page<Kalshi>) throws -> MarketLookup {
        guard case .found(let root) = answer, let group = lookup.groups.first else { return lookup.withoutEvent() }
        let event = try root.member("event")
        // Of an event that does not name itself readably, it is known what was asked for.
        if let name = try? Events.ticker.text(in: event), name != group.event {
            throw PluginError.mismatch("the event \(group.event) was asked for and \(name) came")
        }
        let home = Home(event: event)
        var missing = Set(group.tickers)
        var markets = rows
        // In the event when the flag is obeyed, beside it when not.
        let inside = [event["markets"], root["markets"]].lazy.compactMap { try? $0?.elements }.first
        for json in inside.map({ Array($0) }) ?? [] {
            let isAsked = missing.remove(MarketRows.ticker(json) ?? "") != nil
            // What else the event shows need not be asked for again; of a market that was named, only that one is read.
            if isAsked || isDirect { markets.add(json, home: home) }
        }
        // In a batch the event is no news without a market of it; two batches would have the same page.
        if !isDirect || missing.count < group.tickers.count {
            _ = try page.append([event], by: Events.plan, rules: [Events.ticker.path: "P1"])
            try markets.append(to: &page)
        }
        seal(markets, &page)
        // A market that is not where it should be may be the one that cannot be read, or be of an event that says no
        // series.
        var next = lookup
        if markets.hasNameless { next.meetsNameless() }
        guard let home else {
            next.meetsNameless()
            return next.withoutEvent()
        }
        return next.afterEvent(home, missing: group.tickers.filter(missing.contains))
    }

    private func finish(_ lookup: MarketLookup, _ page: inout Page<Kalshi>) throws {
        let unknown = Reason("unknown_market", "neither tier of Kalshi has it")
        let homeless = Reason("unknown_event", "Kalshi has the market and not its event")
        // One of the rows that could not be read may be the missing one: that proves nothing.
        if lookup.hasNameless { return }
        guard isDirect else {
            if !lookup.lacking.isEmpty { page.absent(unknown) }
            if !lookup.homeless.isEmpty { page.absent(homeless) }
            return
        }
        for ticker in lookup.homeless { page.lacks(ticker, homeless) }
        for ticker in lookup.lacking { page.lacks(ticker, unknown) }
        try page.append(
            values: lookup.lacking.map {
                MarketStatus.Sighting(ticker: $0, status: MarketStatus.absent, now: fetch.now)
            }, by: MarketStatus.plan)
    }

    /// A market that was named and is over is not asked for again.
    private func seal(_ markets: MarketRows, _ page: inout Page<Kalshi>) {
        if !isDirect, markets.markets.contains(where: \.isOver) { page.seal() }
    }

    /// A list's direct question, and not a market that was named.
    private var isDirect: Bool { fetch.subjects != nil }

    private var isCombos: Bool {
        if case .combos = fetch.unit { return true }
        return false
    }

    /// Where combos are not listed, one that was named is shown by its own unit alone.
    private var rows: MarketRows {
        MarketRows(now: fetch.now, combosList: options.includesCombos || isCombos ? .combos(.open) : nil)
    }
}
