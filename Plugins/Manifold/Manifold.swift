public import PluginKit
import Tabular

/// Manifold Markets: play-money markets that anybody makes, and every bet in them (decision 73). Newest first, by the
/// id of the last row; a limit order's bet changes while it is filled, so the last day is compared again.
public let manifold = ProviderPlugin(
    PagedJSON(
        "manifold", "Play-money markets of Manifold, and the bets in them",
        upstream: UpstreamDeclaration("manifold", base: "https://api.manifold.markets/v0", delay: 0.15),
        lists: [
            .list(
                markets, "/markets", query: ["limit": "1000"], pages: .after(query: "before", lastRow: "id"),
                one: "/market/{id}",
                subject: SubjectPaths(
                    "market", "markets", id: "id", label: "slug", rank: "volume", category: "outcomeType",
                    opened: "createdTime", ended: "resolutionTime", times: .milliseconds))
        ],
        series: [
            .of(
                "market", bets, "/bets", query: ["contractId": "{market}", "limit": "1000"],
                span: SpanQuery(from: "afterTime", to: "beforeTime", as: .milliseconds, including: .none),
                pages: .after(query: "before", lastRow: "id"), order: .newestFirst,
                expects: .continuous(lag: 60, recheck: 86_400))
        ], archive: "data/manifold"))

private let markets = Dataset(
    "markets", .entities(nil), "Markets of Manifold, as they were last seen.",
    columns: [
        Column("id", .text, from: "id", "Manifold's id."),
        Column("slug", .text, from: "slug", "As it stands in the market's address."),
        Column("question", .text, from: "question", "As its maker put it."),
        Column("outcome_type", .text, from: "outcomeType", "BINARY, MULTIPLE_CHOICE, PSEUDO_NUMERIC and others."),
        Column("mechanism", .text, from: "mechanism", "How bets are priced: cpmm-1."),
        Column("created", .instant(fractionDigits: 3), from: "createdTime", as: .milliseconds, "When it was made."),
        Column(
            "closes", .instant(fractionDigits: 3), nullable: true, from: "closeTime", as: .milliseconds,
            "Until when bets are taken."),
        Column(
            "resolved", .instant(fractionDigits: 3), nullable: true, from: "resolutionTime", as: .milliseconds,
            "When its maker said how it ended."),
        Column("resolution", .text, nullable: true, from: "resolution", "YES, NO, MKT, CANCEL or an answer's id."),
        Column("probability", .decimal, nullable: true, from: "probability", "Of YES, of a binary market."),
        Column("volume", .decimal, unit: "mana", from: "volume", "All that was bet."),
    ], key: ["id"])

private let bets = Dataset(
    "bets", .series(axis: "created", isDense: false), "Bets of a market: fills, sales and limit orders.",
    columns: [
        Column("market", .text, from: "contractId", "The market's id."),
        Column("created", .instant(fractionDigits: 3), from: "createdTime", as: .milliseconds, "When it was placed."),
        Column("id", .text, from: "id", "Manifold's id."),
        Column("answer", .text, nullable: true, from: "answerId", "Of a market with several answers."),
        Column("outcome", .text, from: "outcome", "YES or NO."),
        Column("amount", .decimal, unit: "mana", from: "amount", "Below 0: a sale."),
        Column("shares", .decimal, from: "shares", "What it bought."),
        Column("before", .decimal, nullable: true, from: "probBefore", "The probability before it."),
        Column("after", .decimal, nullable: true, from: "probAfter", "And after it."),
        Column("limit", .decimal, nullable: true, from: "limitProb", "Of a limit order."),
    ], key: ["market", "created", "id"])
