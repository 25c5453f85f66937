/// The longer texts of `--help`.
enum HelpWording {
    static let root = """
        First steps:
          penstock backfill equities --symbols AAPL,BRK.B --start-date 2020-01-01
          penstock update equities
          penstock status

        Settings are taken from a flag, then from a variable such as PENSTOCK_DATA_DIR, then the default. Where \
        archives are is also said by the jobs of penstock.yaml (data-dir): before the default, for every command.

        \(exitCodes)
        """

    static let exitCodes = """
        Exit codes: 0 done or nothing to do, 10 something newly failed and something succeeded, 64 usage, 65 answers \
        malformed throughout, 66 stale, 69 nothing succeeded or an upstream is out of reach, 73 the archive cannot be \
        written, 74 the archive is not what its record says, 75 locked or stopped (run it again), 77 \
        credentials, 78 configuration, no archive, or a clock a day off.
        """

    static let backfill = """
        Without --symbols a new archive follows the provider's own universe (the S&P 500 for equities). Of markets, \
        --limit, --category, --status and --market-ids say which are followed. Run the same line again after an \
        interruption: it goes on where it was. A later start date never removes rows.

        Examples: penstock backfill equities --start-date 2020-01-01
                  penstock backfill polymarket kalshi --limit 100
        """

    static let update = """
        Asks for what is due: sessions that have closed since, and gaps whose next try has come. Safe to run at any \
        time and as often as you like; with nothing due it makes no request.

        Example, the mornings after sessions, at 06:00: 0 6 * * 2-6 cd /path/to/project && penstock update equities \
        --quiet
        """

    static let status = """
        Reads only, and may run beside a writer. Without a provider: all that have an archive. Ends with 66 when \
        something is behind, whatever the reason, and when no backfill or update of all that is followed went through \
        in time, whatever the rows say. Ages are sessions of the exchange: a Sunday is not stale, nor is a Friday's \
        bar that Monday's run will bring. What was asked for in vain and may be missing is counted in the first line. \
        Symbols that never had a row count apart.

        Example: penstock status --max-age-days 2 --json
        """

    static let coverage = """
        Reads only, and may run beside a writer. Without a provider: all that have an archive. Of each dataset what is \
        expected by now, and what of it is stored, proved empty, not to be had (unavailable), or missing: a gap was \
        asked for and not answered, the rest was never asked for, or its last try failed. The last session or day, \
        which the next run has yet to bring, is no hole. A list, or a market that was named, of which no whole answer \
        ever came is a hole too: nobody knows what it would have told of. --csv and --json print spans: with --all \
        every one, otherwise holes, and such a list as `unread`.

        Examples: penstock coverage equities --symbols AAPL --all
                  penstock coverage --prove
        """

    static let quarantine = """
        Reads only, and may run beside a writer. Without a provider: all that have an archive. All of it is in the \
        archive as quarantine.jsonl too. Characters that could do something to a terminal are shown as \\u{1B}.

        Example: penstock quarantine equities --rule E6 --symbols AAPL
        """

    static let backup = """
        The copy is an archive: it has what was committed at one moment, and update goes on from it. It is built \
        beside its name as DEST.partial, read whole, and gets its name at the end; a backup that was killed is told \
        again. A database outside of the directory comes inside the copy. Rows that a run has written and not \
        committed are not in it.

        Example: penstock backup /backup/historical-2026-11-24 equities
        """

    static let runs = """
        Without a word it lists: penstock runs --last 50 is penstock runs list --last 50. The whole ledger is in the \
        archive as update_summary.csv.

        Examples: penstock runs equities --last 50
                  penstock runs show 12
                  penstock runs changes --since 12
        """

    static let accept = """
        For a symbol whose rows wait because it was renamed or is used again by somebody else, or because the upstream \
        does not restate a split, and for one whose answers are refused because they are not the stored series. The \
        next update reads it whole and takes it as it comes: as a continuation what lies between stored and new rows \
        is a gap, as a newcomer the series begins with the first row that is its own. What was stored is kept once, \
        compressed, in the table `replaced` of the archive's database. A name that a series had before it was renamed \
        can be asked for again when it is a newcomer's.

        Examples: penstock accept equities ABC --as continuation
                  penstock accept equities ABC --as newcomer
        """

    static let forget = """
        The way out of a typo: gaps and next tries are removed, and the run stays in the ledger. Of what has rows it \
        says how many and from when, and does it only for a yes at the terminal or with --yes: the rows are then out \
        of the archive, and kept beside it as *.forgotten (in the table `replaced` where SQLite is the only storage). \
        What is over and has rows is for penstock retire. A market that was forgotten is let in again by its name \
        only; sp500 is the list of the index, not its members.

        Examples: penstock forget equities --symbols NOPE
                  penstock forget kalshi --market-ids KXNOPE-26
        """

    static let retire = """
        For what is over: a delisted symbol, a market that nobody wants more of. Its rows stay; its gaps and what \
        follows its last row are unavailable, because you say so; no run asks for it again, not with --force either; \
        status counts it apart and coverage can be proved. --undo takes it back.

        Examples: penstock retire equities --symbols ABC
                  penstock retire kalshi --market-ids KXABC-26
                  penstock retire equities --symbols ABC --undo
        """

    static let verify = """
        Reads only, and may run beside a writer. Without a provider: all that have an archive. Looks at lengths, \
        checksums of the files' ends, headers, last rows, numbers of rows, what the storages say of each other, \
        SQLite's own integrity check, archive.json and the database; --full reads every row.

        --repair cuts what was never committed, copies a series from another storage of the archive that holds it \
        whole, and fetches what none holds: first it is fetched, then it takes the place of what was damaged, which is \
        kept beside it as *.damaged. Where nothing comes, or less than can still be read, the file stays as it is and \
        the exit code 74. --take-back puts a kept file in the place of its series; the next update compares daily bars \
        with the upstream.

        Examples: penstock verify equities --full
                  penstock verify equities --take-back ABC.csv.damaged
        """

    static let convert = """
        One of three. --add fills a new storage from a stored one; it joins in one commit. --drop takes one away with \
        its files or tables; never \
        the last. --to makes another archive in a new directory, kept as --storage says, and leaves this one as it is.

        Examples: penstock convert equities --add sqlite
                  penstock convert equities --to /backup/historical --storage csv.gz
        """

    static let run = """
        Jobs are in penstock.yaml: a command with the flags that would be typed, under a name. A flag of this call \
        goes before a variable such as PENSTOCK_STORAGE, that before the file, and that before the default.

        Examples: penstock run nightly
                  penstock run --all --quiet
        """

    static let alert = """
        Channels are in the jobs file: e-mail, Slack, Discord, Telegram, Microsoft Teams, Matrix, ntfy, a webhook, a \
        ping. What is unchanged is told once, then weekly; what is well again, once.

        Example: penstock alert test nightly
        """

    static let schedule = """
        Prints what makes the system's scheduler run jobs: of the jobs file, or with --recommended without one. \
        Nothing is installed unless --install says so (cron only; the others print the commands that do it). A run \
        waits for one that still goes on, a missed run is made up for, and times are those of the job's zone all year.

        Examples: penstock schedule cron
                  penstock schedule cron --install
                  penstock schedule systemd nightly --output units
                  penstock schedule cron --recommended ours --time-zone America/New_York
                  penstock schedule cron --check
        """

    static let doctor = """
        Reads only, and asks each upstream for its first page unless --offline, where the jobs ask. Ends with 0 when a \
        run would \
        work. Also looked at: time zone and zone data, the directory for temporary files, certificates, proxies.

        Examples: penstock doctor equities
                  penstock doctor --live
        """

    static let config = """
        Without a job: all of them, or without a jobs file the settings that hold for every command. Secrets are not \
        shown.

        Examples: penstock config nightly
                  penstock config --check
        """
}
