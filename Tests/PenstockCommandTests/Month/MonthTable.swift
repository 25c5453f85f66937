/// What a careful owner should be told of each night of the month (`MonthOfNightsTests` has what is so on each): a line
/// for each job with its exit code and the messages of its channels, as level, kind and subject, and one for how each
/// provider stands. Mail and web hook have the same messages; a ping tells success of 0 and 10; page, coverage, doctor
/// and metrics say what status says (`MonthTold`).
enum MonthTable {
    static let rows: [String: String] = {
        let blocks = text.split(separator: "\n\n").map { $0.split(separator: "\n") }
        return Dictionary(
            uniqueKeysWithValues: blocks.map { (String($0[0].prefix(10)), $0.dropFirst().joined(separator: "\n")) })
    }()

    /// Whether that is what a night's block says. `…` is a number that depends on whose answer came first: how far a
    /// venue's work had come when another one's clock ended the run.
    static func tells(_ text: String, on day: String) -> Bool {
        guard let row = rows[day] else { return false }
        let parts = row.split(separator: "…", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2 else { return text == row }
        guard text.count > row.count - 1, text.hasPrefix(parts[0]), text.hasSuffix(parts[1]) else { return false }
        return text.dropFirst(parts[0].count).dropLast(parts[1].count).allSatisfy { $0.isNumber }
    }

    private static let text = """
        2024-06-04  Since Saturday no trade of Kalshi was to be had: more than a day, and told at once.
        bars 0
        markets 10: remark/remark markets: 4 series are incomplete
        look 66: failure/staleness look is stale
        equities up to date
        kalshi STALE: 3 series behind, by 3 days at most
        polymarket up to date

        2024-06-05  Both jobs go by the upstreams' time and do their work: a remark.
        bars 0: remark/clock the clock is wrong
        markets 0: remark/clock the clock is wrong; well/recovery markets works again
        look 0: well/recovery look works again
        equities up to date
        kalshi up to date
        polymarket up to date

        2024-06-06  Nothing else was wrong: the clock alone is over. Five series of markets that their venues took \
        down rest.
        bars 0: well/recovery bars: the clock is right again
        markets 0: well/recovery markets: the clock is right again
        look 0
        equities up to date
        kalshi up to date but for 2 series asked for in vain
        polymarket up to date but for 3 series asked for in vain

        2024-06-07  Some of them were due two days ago by now: stale from the first night on which more than a day is \
        missing.
        bars 10: remark/remark bars: S08X is incomplete
        markets 0
        look 66: failure/staleness look is stale
        equities up to date but for 1 gap of 2024-06-06
        kalshi STALE: 1 series behind, by 2 days
        polymarket STALE: 3 series behind, by 2 days at most

        2024-06-08  Every symbol lacks one session, and the one with the null bar lacks two.
        bars 69: failure/failure bars failed
        markets 69: failure/failure markets failed
        look 66
        equities STALE: 1 symbol behind, by 2 sessions
        kalshi STALE: 2 series behind, by 3 days at most
        polymarket STALE: 3 series behind, by 3 days at most

        2024-06-11  The same outage: not told again.
        bars 69
        markets 69
        look 66
        equities STALE: no success for 2 sessions; 60 symbols behind, by 3 sessions at most
        kalshi STALE: no success for 3 days; 8 series behind, by 6 days at most
        polymarket STALE: no success for 3 days; 12 series behind, by 6 days at most

        2024-06-12  All is stored. By a clock that is behind, status cannot believe what is later than now.
        bars 0: remark/clock the clock is wrong; well/recovery bars works again
        markets 0: remark/clock the clock is wrong; well/recovery markets works again
        look 66
        equities STALE: no success for 3 sessions; recorded later than now; 60 symbols behind, by 51 sessions at most
        kalshi STALE: no success for 4 days; recorded later than now
        polymarket STALE: no success for 4 days; recorded later than now

        2024-06-13  An outage of another kind, on the night after the first was over.
        bars 69: failure/failure bars failed; failure/recovery bars: the clock is right again
        markets 69: failure/failure markets failed
        look 66
        equities up to date but for 59 symbols without 2024-06-12; 1 symbol without 2024-06-12
        kalshi STALE: 2 series behind, by 8 days at most
        polymarket STALE: 3 series behind, by 8 days at most

        2024-06-14  By the host's clock a week is over, and two sessions more.
        bars 78: failure/failure bars failed
        markets 78: failure/failure markets failed
        look 66: failure/staleness look is still stale
        equities STALE: no success for 3 sessions; 60 symbols behind, by 3 sessions at most
        kalshi STALE: no success for 4 days; 11 series behind, by 12 days at most
        polymarket STALE: no success for 4 days; 15 series behind, by 12 days at most

        2024-06-15  What was told by a clock that was ahead is told once more by the right one.
        bars 69: failure/failure bars failed; failure/recovery bars: what made it end with 78 is over
        markets 0: well/recovery markets works again
        look 66: failure/staleness look is still stale
        equities STALE: no success for 3 sessions; 60 symbols behind, by 3 sessions at most
        kalshi STALE: 2 series behind, by 10 days at most
        polymarket STALE: 3 series behind, by 10 days at most

        2024-06-18  Those 60 were refused by 429 and by 404, and are 60. Three splits are not restated yet: their rows \
        wait.
        bars 10: remark/recovery bars: 60 symbols are well again; remark/remark bars: 3 symbols are incomplete
        markets 0
        look 66
        equities STALE: 3 symbols behind, by 4 sessions at most
        kalshi STALE: 2 series behind, by 13 days at most
        polymarket STALE: 3 series behind, by 13 days at most

        2024-06-19  61 symbols: who joined is one more.
        bars 78: failure/failure bars failed
        markets 78: failure/failure markets failed
        look 66: failure/staleness look is still stale
        equities STALE: no success for 1,255 sessions; 61 symbols behind, by 1,259 sessions at most
        kalshi STALE: no success for 1,827 days; 12 series behind, by 1,841 days at most
        polymarket STALE: no success for 1,827 days; 18 series behind, by 1,841 days at most

        2024-06-20  Told once more, after the clock that was five years ahead.
        bars 0: well/recovery bars: S12X is well again; remark/remark bars: S13X and S14X are still incomplete
        markets 0: well/recovery markets works again
        look 66: failure/staleness look is still stale
        equities STALE: 2 symbols behind, by 5 sessions at most
        kalshi STALE: 2 series behind, by 15 days at most
        polymarket STALE: 3 series behind, by 15 days at most

        2024-06-21  One session lacks everywhere: the upstream's fault. Who left the index is not asked any more.
        bars 69: failure/failure bars failed
        markets 0
        look 66
        equities STALE: 2 symbols behind, by 6 sessions at most
        kalshi STALE: 2 series behind, by 16 days at most
        polymarket STALE: 3 series behind, by 16 days at most

        2024-06-22  Three rows cannot be, a fourth can hardly be and is kept.
        bars 10: remark/clock the clock is wrong; remark/quarantine bars set 3 rows aside; remark/recovery bars: 60 \
        symbols are well again
        markets 0: remark/clock the clock is wrong
        look 66
        equities STALE: 2 symbols behind, by 7 sessions at most
        kalshi STALE: 2 series behind, by 17 days at most
        polymarket STALE: 3 series behind, by 17 days at most

        2024-06-25  Nobody knows what time it is: nothing is asked, and the three symbols of Saturday lack two sessions.
        bars 78: failure/failure bars failed
        markets 78: failure/failure markets failed
        look 66
        equities STALE: 5 symbols behind, by 8 sessions at most
        kalshi STALE: no success for 2 days; 12 series behind, by 20 days at most
        polymarket STALE: no success for 2 days; … series behind, by 20 days at most

        2024-06-26  Nine of 61 without an answer are the upstream's fault; the delisted one is told with them.
        bars 69: failure/failure bars failed; failure/recovery bars: 3 symbols are well again
        markets 0: well/recovery markets works again
        look 66
        equities STALE: no success for 2 sessions; 13 symbols behind, by 9 sessions at most
        kalshi STALE: 2 series behind, by 21 days at most
        polymarket STALE: 3 series behind, by 21 days at most

        2024-06-27  By that clock there are sessions of which nobody has a bar, and no upstream contradicts it.
        bars 69: failure/failure bars failed; failure/recovery bars: 10 symbols are well again
        markets 0
        look 66: failure/staleness look is still stale
        equities STALE: no success for 5 sessions; 61 symbols behind, by 12 sessions at most
        kalshi STALE: 2 series behind, by 25 days at most
        polymarket STALE: 3 series behind, by 25 days at most

        2024-06-28  By that clock all of the record is later than now.
        bars 78: failure/failure bars failed
        markets 78: failure/failure markets failed
        look 66: failure/staleness look is still stale
        equities STALE: recorded later than now
        kalshi STALE: recorded later than now
        polymarket STALE: recorded later than now

        2024-06-29  What the clock of Thursday recorded is not believed: who was taken down is new again.
        bars 10: remark/clock the clock is wrong; remark/failure bars: S30X still fails; remark/recovery bars: 61 \
        symbols are well again
        markets 10: remark/clock the clock is wrong; remark/failure markets: KXMANY0-1-W9 candles_1440 failed; \
        remark/recovery markets: what made it end with 78 is over
        look 66: failure/staleness look is still stale
        equities STALE: 2 symbols behind, by 12 sessions at most
        kalshi STALE: 1 series behind, by 24 days
        polymarket up to date

        2024-07-02  The one whose rows have nothing in common with what is stored has failed, the one that has only \
        begun waits beside it.
        bars 10: remark/failure bars: S41X failed; remark/recovery bars: the clock is right again
        markets 0: well/recovery markets: the clock is right again
        look 66
        equities STALE: 2 symbols behind, by 13 sessions at most
        kalshi STALE: 1 series behind, by 27 days
        polymarket STALE: 1 series behind, by 27 days

        2024-07-03  What is left is the delisted one. Five of its sessions were read by the clock of 27 June alone, \
        which is not believed.
        bars 0: well/recovery bars: 3 symbols are well again
        markets 0
        look 66
        equities STALE: 1 symbol behind, by 12 sessions
        kalshi STALE: 1 series behind, by 28 days
        polymarket STALE: 1 series behind, by 28 days

        2024-07-04  Rows of the new company wait for the owner's word.
        bars 10: remark/remark bars: S52X is incomplete
        markets 0
        look 66
        equities STALE: 1 symbol behind, by 13 sessions
        kalshi STALE: 1 series behind, by 29 days
        polymarket STALE: 1 series behind, by 29 days

        2024-07-06  A week is over. The delisted symbol was not asked for tonight: status has it.
        bars 0
        markets 0: remark/failure markets: KXMANY0-1-W9 candles_1440 still fails
        look 66: failure/staleness look is still stale
        equities STALE: 2 symbols behind, by 14 sessions at most
        kalshi STALE: 1 series behind, by 31 days
        polymarket STALE: 1 series behind, by 31 days

        2024-07-09  A session lacks everywhere.
        bars 69: failure/failure bars failed
        markets 0
        look 66
        equities STALE: 2 symbols behind, by 15 sessions at most
        kalshi STALE: 1 series behind, by 34 days
        polymarket STALE: 1 series behind, by 34 days

        2024-07-10  The next session is stored, the one before it lacks still: the upstream's fault, and no delay.
        bars 69
        markets 0
        look 66
        equities STALE: no success for 2 sessions; 2 symbols behind, by 16 sessions at most
        kalshi STALE: 1 series behind, by 35 days
        polymarket STALE: 1 series behind, by 35 days

        2024-07-11  A gap of each of the 59 that were read, before newer rows.
        bars 0: well/recovery bars: 60 symbols are well again; remark/remark bars: 59 symbols are incomplete
        markets 0
        look 66
        equities STALE: 2 symbols behind, by 17 sessions at most
        kalshi STALE: 1 series behind, by 36 days
        polymarket STALE: 1 series behind, by 36 days

        2024-07-12  Known by now.
        bars 0
        markets 0
        look 66
        equities STALE: 2 symbols behind, by 18 sessions at most
        kalshi STALE: 1 series behind, by 37 days
        polymarket STALE: 1 series behind, by 37 days

        2024-07-13  A week is over, of the market that was taken down too.
        bars 0
        markets 0: remark/failure markets: KXMANY0-1-W9 candles_1440 still fails
        look 66: failure/staleness look is still stale
        equities STALE: 2 symbols behind, by 19 sessions at most
        kalshi STALE: 1 series behind, by 38 days
        polymarket STALE: 1 series behind, by 38 days
        """
}
