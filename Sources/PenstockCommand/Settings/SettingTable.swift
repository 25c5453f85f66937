import Orchestrator
import PluginKit
import Tabular

/// Every setting of the command, a row each, in the order in which helps show them. From here come flags, help, man
/// page and completions, variables, the keys of the jobs file, what `config` shows, and the range in which a value is
/// taken or refused. A setting more is a row more here and its use: `try values.maxAgeDays`.
struct SettingTable: Sendable {
    static let all = SettingTable()

    // MARK: What it is about

    let since = Setting.required("since", "id").taken(by: .runsChanges, "Changes of the runs after this one; 0 is all.")
    let providers = Setting.names("provider", "a,b")
        .taken(by: Verb.runs, in: .what, "The same, separated by commas.")
        .taken(by: Verb.looks + [.convert, .backup, .retire, .forget], "The same, separated by commas.")
    let symbols = Setting.list("symbols", "a,b", example: "AAPL,BRK.B")
        .taken(
            by: naming, in: .what, "Symbols, separated by commas; `sp500` is the index with its joiners and leavers.")
    let symbolsFile = Setting.text("symbols-file", "file").completed(.file(extensions: []))
        .taken(by: naming, in: .what, "A file with one symbol a line, or CSV with a column Symbol.")
    let marketIDs = Setting.list("market-ids", "a,b", example: "516710")
        .taken(
            by: naming, in: .what,
            """
            Markets, separated by commas: Polymarket ids, condition ids or slugs, Kalshi tickers; `kalshi:` before it \
            when both are named.
            """)
    let category = Setting.list("category", "a,b", example: "crypto")
        .taken(by: Verb.runs, in: .what, "Markets of these categories or tags only, separated by commas.")
    let status = Setting.word("status", "status", ["open", "closed", "settled", "all"]).otherwise("open")
        .taken(by: Verb.runs, in: .what, "Which markets are let in: open, closed, settled or all.")
    let limit = Setting<Selection.Limit, RunFailure>(
        SettingRow("limit", .text, placeholder: "n|all"), otherwise: .usual
    ) { found throws(RunFailure) in
        try found.text.text == "all" ? .all : .count(found.text.whole(from: 0, or: "all", example: 500))
    }.variable().otherwise("100")
        .taken(
            by: Verb.runs, in: .what,
            """
            How many markets each provider follows, the largest by lifetime volume; `all` is all. Those that are \
            followed stay.
            """)
    let datasets = Setting.sourced("datasets", "a,b")
        .taken(
            by: Verb.runs, in: .what,
            "Only what feeds these datasets, separated by commas; see `penstock datasets`."
        )
        .taken(
            by: .coverage, "Only units that feed these datasets, separated by commas; see `penstock datasets`.")
    let startDate = Setting<Day?, RunFailure>.day("start-date")
        .taken(by: .backfill, in: .what, "First date, inclusive. A new archive of equities needs one.")
    let endDate = Setting<Day?, RunFailure>.day("end-date").otherwise("the last session that has closed")
        .taken(by: .backfill, in: .what, "Last date, inclusive.")
    let resume = Setting.flag("resume", .onUnlessNo)
        .taken(
            by: .backfill, in: .what,
            """
            Continue an interrupted run and ask only for what is missing; --no-resume asks everything again, compares \
            and replaces.
            """)
    let force = Setting.flag("force")
        .taken(
            by: .update, in: .what,
            "Ask everything again, compare it with what is stored, and keep what the upstream corrected.")
    let maxAgeDays = Setting.whole(
        "max-age-days", "n", 1...10_000, example: 1, default: JobOptions().maximumAgeDays
    ).variable()
        .taken(by: .update, in: .what, "Leave a symbol alone while fewer than this many sessions are missing.")
    let recheckSessions = Setting.whole(
        "recheck-sessions", "n", 0...10_000, example: 20, default: JobOptions().recheckSessions
    ).variable()
        .taken(
            by: .update, in: .what,
            """
            Hold every stored row against the upstream once within so many sessions: each night a share of the symbols \
            is read whole. 0: never.
            """)
    let noFillGaps = Setting.flag("no-fill-gaps")
        .taken(by: .update, in: .what, "Do not ask again for sessions missing between stored ones.")
    let noUpdatePrices = Setting.flag("no-update-prices")
        .taken(
            by: .update, in: .what,
            "Read the lists of markets only: no prices, no trades, and no market is let in.")

    // MARK: What one command alone does

    let acceptance = Setting.choice("as", .required, of: Acceptance.self)
        .taken(
            by: .accept,
            """
            continuation: the same listing goes on, stored rows make way for those that are sent and others stay; \
            newcomer: another listing under the same name, whose rows are all that stays.
            """)
    let yes = Setting.flag("yes")
        .taken(by: .forget, "Also what has rows, or is the list of the index, without asking.")
    let undo = Setting.flag("undo")
        .taken(by: .retire, "Take it back: the next update asks for them again, and for what is missing.")
    let rule = Setting.sourced("rule", "a,b")
        .taken(
            by: .quarantine, "Only rows that broke these rules, separated by commas; see `penstock datasets`.")
    /// nil: all.
    let lastRows = Setting<Int?, RunFailure>(
        SettingRow("last", .text, placeholder: "n|all"), otherwise: 20
    ) { found throws(RunFailure) in
        try found.text.text == "all" ? nil : found.text.whole(1...1_000_000, example: 20)
    }.otherwise("20").taken(by: .quarantine, "How many, or all.")
    let page = Setting.text("output", "file", default: "report.html").alias("o")
        .completed(.file(extensions: ["html"])).taken(by: .report, "The page.")
    let add = Setting.text("add", "sqlite")
        .taken(by: .convert, "Fill this storage from one that is there, and keep it from now on.")
    let drop = Setting.text("drop", "csv").taken(by: .convert, "Take this storage away, with its files or tables.")
    let to = Setting.text("to", "dir").completed(.directory)
        .taken(by: .convert, "Make another archive in this directory.")
    let storageOfCopy = Setting.text("storage", "csv.gz")
        .taken(by: .convert, "With --to: what the other archive is kept as, separated by commas.")
    let full = Setting.flag("full").taken(by: .verify, "Read every file and table whole, not only their ends.")
    let repair = Setting.flag("repair")
        .taken(
            by: .verify,
            "Cut what was not committed, copy from another storage of the archive, or fetch again and then replace.")
    let takeBack = Setting.text("take-back", "name").ofOneCall
        .taken(by: .verify, "Put a file that a repair has kept aside in the place of its series.")
    let markdown = Setting.flag("markdown").taken(by: .datasets, "Print them as a page, which docs/datasets.md is.")
    let from = Setting.required("from", "date").taken(by: .calendar, "First date, inclusive.")
    let until = Setting.required("to", "date").taken(by: .calendar, "Last date, inclusive.")

    // MARK: Where

    let dataDirectory = Setting.sourced("data-dir", "dir").alias("base-path").completed(.directory).variable()
        .otherwise("that of the jobs in penstock.yaml, else the provider's own, such as data/historical")
        .taken(by: placed, in: .where, "The archive's directory.")
    let databasePath = Setting.sourced("db-path", "file").completed(.file(extensions: [])).variable()
        .otherwise("archive.db in its directory")
        .taken(by: placed, in: .where, "The archive's database, state and tables; fixed by its first run.")
    let storage = Setting.sourced("storage", "csv").variable(old: "COPILOT_QUANT_STORAGE").otherwise("csv")
        .taken(
            by: Verb.runs, in: .where, "Kinds of storage, separated by commas; fixed by an archive's first run.")
    let logDirectory = Setting.sourced("log-dir", "dir").completed(.directory)
        .variable(old: "COPILOT_QUANT_LOG_DIR").otherwise("logs beside the archive")
        .taken(by: Verb.runs, in: .where, "Directory of the run's log.")
        .taken(by: .doctor, "Directory of the runs' logs.")
    let last = Setting.whole("last", "n", 1...1_000_000, example: 20, default: 20).taken(by: .runsList, "How many.")
    /// Of those who look: how many sessions or days may be missing.
    let patience = Setting.whole("max-age-days", "n", 0...10_000, example: 1, default: 1).variable()
        .taken(by: .status, "Sessions, or days for markets, that may be missing, and that may pass without a success.")
        .taken(by: .coverage, "Sessions, or days for markets, at the end that the next run has yet to bring.")
        .taken(by: .report, "Sessions, or days for markets, that may be missing before something is behind.")
    let prove = Setting.flag("prove")
        .taken(by: .coverage, "End with 66 unless every session or moment that is expected is accounted for.")
    let every = Setting.flag("all")
        .taken(by: .coverage, "Every unit and span, not only holes.")
        .taken(by: .run, "All jobs of the file, in its order.")
        .taken(by: .runsShow, "Print every unit, not the first 20 of each kind.")
        .taken(by: .runsChanges, "Print every change, not the newest 20 of each kind.")
    let jobsFile = Setting.sourced("jobs", "file").completed(.file(extensions: ["yaml", "yml"])).variable()
        .otherwise("penstock.yaml here, then in ~/.config/penstock")
        .taken(by: [.run, .schedule, .alertTest, .alertFailed, .doctor, .config], "The jobs file.")
    let offline = Setting.flag("offline").taken(by: .doctor, "Ask no upstream.")
    let live = Setting.flag("live")
        .taken(by: .doctor, "Ask each upstream one real question, as a run does, and say what it is met with.")

    // MARK: A scheduler

    let recommended = Setting.choice("recommended", .text, of: Schedule.Recommendation.self)
        .taken(
            by: .schedule,
            """
            Jobs without a jobs file: the lines of the old guide, or what we advise. (values: \
            \(Schedule.Recommendation.allCases.map(\.rawValue).joined(separator: ", ")))
            """)
    let install = Setting.flag("install")
        .taken(by: .schedule, "cron: put the block into this user's crontab; no other line is touched.")
    let remove = Setting.flag("remove").taken(by: .schedule, "cron: take the block out of this user's crontab.")
    let check = Setting.flag("check")
        .taken(by: .schedule, "Look for mistakes in what is there: this user's crontab, or --file.")
        .taken(by: .config, "Read and check everything, and run nothing; ends with 0 when all of it could run.")
    let files = Setting.repeated("file", "file").completed(.file(extensions: []))
        .taken(by: .schedule, "With --check: a file to look at. May be repeated.")
    let output = Setting.text("output", "dir").completed(.directory)
        .taken(by: .schedule, "Write the files into this directory instead of printing them.")
    let program = Setting.text("program", "path").completed(.file(extensions: [])).otherwise("this one")
        .taken(by: .schedule, "The program that is called.")
    let timeZone = Setting.text("time-zone", "zone")
        .otherwise("the host's; of --recommended, America/New_York")
        .taken(by: .schedule, "Zone of jobs that name none.")
    let schedulerLogs = Setting.text("log-dir", "dir", default: "data/logs").completed(.directory)
        .taken(by: .schedule, "Where the scheduler's own logs go.")
    let system = Setting.text("system", "account").otherwise("units of the user")
        .taken(by: .schedule, "systemd: units of the system that run as this account.")
    let distribution = Setting.text("distribution", "name", filled: "Ubuntu")
        .taken(by: .schedule, "windows: the WSL distribution that has penstock.")
    let wrapperFolder = Setting.text("wrapper-folder", "folder", filled: "C:\\penstock")
        .taken(by: .schedule, "windows: where the PowerShell wrapper is.")

    // MARK: How

    let continueOnError = Setting.flag("continue-on-error", .onUnless("fail-fast"))
        .taken(by: Verb.runs, in: .how, "Go on with the other symbols after a failure.")
    let failFast = Setting.flag("fail-fast", .opposite)
        .taken(by: Verb.runs, in: .how, "End the run at the first failure.")
    let strict = Setting.flag("strict")
        .taken(
            by: Verb.runs, in: .how, "A failure that is known from an earlier run counts like a new one (exit 10).")
    let concurrency = Setting.whole("concurrency", "n", 1...64, example: 4, default: JobOptions().concurrency)
        .variable()
        .taken(by: Verb.runs, in: .how, "Requests under way with one upstream.")
    let maxRequests = Setting.whole("max-requests", "n", 1...1_000_000_000, example: 500)
        .taken(
            by: Verb.runs, in: .how,
            "Begin nothing more when so many requests were made, and end with 75; the next run goes on.")
    let maxPages = Setting.whole(
        "max-pages", "n", 1...1_000_000_000, example: 100_000, default: JobOptions().maximumPages
    ).variable()
        .taken(
            by: Verb.runs, in: .how,
            "Pages after which one walk is given up, because its upstream does not end it.")
    let waitLock = Setting.seconds("wait-lock").otherwise("0").variable()
        .taken(by: Verb.runs, in: .how, "Seconds to wait for another run on the archive.")
        .taken(by: .run, in: .instead, "Seconds to wait for another run on the archive.")
        .taken(by: .verify, "With --repair, seconds to wait for another writer.")
        .taken(by: .backup, "Seconds to wait for a run that rewrites files faster than they are copied.")
        .taken(by: Verb.decisions + [.convert], "Seconds to wait for another writer.")
    let jitter = Setting.seconds("jitter").ofOneCall
        .taken(
            by: Verb.runs, in: .how,
            "Wait a random time of up to so many seconds first, so that not everybody asks at once."
        )
        .taken(by: .run, "Wait a random time of up to so many seconds first, so that not everybody asks at once.")
    let dryRun = Setting.flag("dry-run").ofOneCall
        .taken(
            by: Verb.runs, in: .how,
            "Ask nothing: say how many units, requests, rows and bytes it would be, and how long at least."
        )
        .taken(by: .run, in: .instead, "Ask nothing: say what each backfill or update would be.")
    let readLists = Setting.flag("read-lists").ofOneCall
        .taken(
            by: Verb.runs, in: .how,
            """
            With --dry-run: read the lists (of markets, of the index) and nothing else, so that it can say so of what \
            they tell of; nothing is kept.
            """
        )
        .taken(by: .run, in: .instead, "With --dry-run: read the lists and nothing else, and keep nothing.")

    // MARK: How upstreams are asked

    let rateLimitDelay = Setting.sourced("rate-limit-delay", "seconds").variable(old: "COPILOT_QUANT_RATE_LIMIT")
        .asking("Seconds between requests, for all upstreams or by name: 0.5 or yahoo=0.5,sp500=1.")
    let userAgent = Setting.text("user-agent", "text").variable().asking("Sent instead of the provider's own.")
    let upstream = Setting.repeated("upstream", "name=url")
        .asking("Ask another address: a mirror, a proxy, a test server. May be repeated.")
        .taken(by: .doctor, "Ask another address: a mirror, a proxy, a test server. May be repeated.")
    let replay = Setting.sourced("replay", "dir").completed(.directory).variable()
        .asking("Answer from a folder of exchanges, without the network.")
    let record = Setting.sourced("record", "dir").completed(.directory).variable()
        .asking("Write every exchange to a new folder, for --replay.")

    /// What the plugins declare.
    let plugins = PluginRows()

    // MARK: What is said of it

    let json = Setting.flag("json").ofOneCall
        .taken(
            by: [
                .status, .coverage, .quarantine, .runsList, .runsShow, .runsChanges, .verify, .convert, .backup,
                .accept, .retire, .forget, .doctor, .config,
            ], "Print one JSON object.")
    let csv = Setting.flag("csv").taken(by: .coverage, "Print the spans as CSV.")
    let verbose = Setting.flag("verbose").telling("Write each request into the log.")
    let quiet = Setting.flag("quiet").telling("Print nothing when the run ends with 0.")
        .taken(by: [.status, .verify], "Print nothing when all is well.")
        .taken(by: .coverage, "Print nothing when there is no hole.")
        .taken(by: .doctor, "Print nothing when nothing is wrong.")
        .taken(by: .report, "Do not print where the page is.")
        .taken(by: Verb.decisions + [.convert, .backup], "Print nothing when it went well.")
    let reportJSON = Setting.flag("json").ofOneCall.telling("Print the run's report as one JSON object.")
    let logFormat = Setting.choice("log-format", of: LogFormat.self, default: .text).variable()
        .telling("What the log's lines are: text or json.")
    let keepLogs = Setting.whole("keep-logs", "days", 1...100_000, example: 90).variable().otherwise("all are kept")
        .telling("Remove logs of the log directory that are older than this many days.")
    let metricsFile = Setting.sourced("metrics-file", "file").completed(.file(extensions: [])).variable()
        .telling(
            "Write how the run went and how the archive stands, as Prometheus has it, for node_exporter.")

    // MARK: Who takes what

    /// Who speaks of units by name, and who of an archive's place.
    private static let naming = Verb.runs + [.coverage, .quarantine, .verify, .retire, .forget]
    private static let placed = Verb.runs + Verb.looks + [.convert, .backup] + Verb.decisions

    /// All rows, those of the plugins among them.
    static var rows: [SettingRow] { entries.flatMap(\.rows) }

    private static let entries = Mirror(reflecting: all).children.compactMap { $0.value as? any SettingEntry }
}

/// What stands in the table.
private protocol SettingEntry: Sendable {
    var rows: [SettingRow] { get }
}

extension Setting: SettingEntry {
    fileprivate var rows: [SettingRow] { [row] }

    /// Taken by whatever asks upstreams.
    fileprivate func asking(_ help: String) -> Setting {
        taken(by: Verb.runs, in: .upstreams, help).taken(by: .run, in: .instead, help)
            .taken(by: .verify, in: .fetchedAgain, help)
    }

    /// Taken by runs, about what they say.
    fileprivate func telling(_ help: String) -> Setting {
        taken(by: Verb.runs, in: .output, help).taken(by: .run, in: .instead, help)
    }
}

/// The settings of all plugins of the build, each name once.
struct PluginRows: SettingEntry {
    var rows: [SettingRow] {
        let registry = Host.current.registry
        var rows: [SettingRow] = []
        for declaration in registry.providers.flatMap(\.options) + registry.sinks.flatMap(\.options)
        where !rows.contains(where: { $0.name == declaration.name }) {
            rows.append(SettingRow(declaration))
        }
        return rows
    }
}
