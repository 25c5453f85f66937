import Equities
import MarketCalendar
import PluginKit
import Tabular
import Testing

/// What is odd in an answer and stored all the same: it is said, and asked for again.
extension BasisTests {
    @Test("What an index has no volume of is no remark; a volume that is corrected to none is")
    func noVolume() throws {
        let none = try Self.weigh(stored: Self.bars(20) { $1.volume = 0 }, answered: Self.bars(21) { $1.volume = 0 })
        #expect(none.flags.isEmpty && none.rereads.isEmpty)
        let lost = try Self.weigh(stored: Self.bars(20), answered: Self.bars(21) { if $0 == 10 { $1.volume = 0 } })
        #expect(lost.flags == ["E7: ABC: \(Self.sessions[10]): the price moved and no share was traded"])
    }

    @Test(
        "A bar of one price is said from a hundred thousand shares on", arguments: [(100_000, true), (99_999, false)])
    func flat(_ volume: Int64, _ isSaid: Bool) throws {
        let weighing = try Self.weigh(
            stored: Self.bars(20),
            answered: Self.bars(21) {
                $1.isFlat = $0 == 20
                if $0 == 20 { $1.volume = volume }
            })
        #expect(weighing.flags.contains { $0.hasPrefix("E8: ABC: \(Self.sessions[20]): all prices are") } == isSaid)
    }

    @Test("A step of adj_close at a new bar where nothing was paid is said; on a first backfill it is not")
    func steps() throws {
        let answered = Self.bars(22) { if $0 < 21 { $1.adjusted = 0.98 } }
        let stored = Self.bars(20) { $1.adjusted = 0.98 }
        let weighing = try Self.weigh(stored: stored, answered: answered)
        #expect(weighing.flags == ["E11: ABC: \(Self.sessions[21]): adj_close steps by 0.98 although nothing was paid"])
        #expect(try Self.weigh(stored: [], answered: answered).flags.isEmpty)
    }

    @Test(
        """
        A stored event that the last sessions lack is said and asked again; a dividend within a week of another is said
        """
    )
    func lostAndCrowded() throws {
        let lost = try Self.weigh(
            stored: Self.bars(5), [Self.dividend(3, "0.5")], answered: Self.bars(6), isWhole: false)
        #expect(Self.code(lost) == "rows")
        #expect(lost.flags == ["E13: ABC: the answer lacks the dividend 0.5 of \(Self.sessions[3]); it is kept"])
        #expect(lost.rereads.contains(Self.sessions[6].number))
        for (session, isSaid) in [(17, true), (13, false)] {
            let factor = 1 - 0.5 / Self.price(19)
            let events = [Self.dividend(session, "0.5"), Self.dividend(20, "0.5")]
            let crowded = try Self.weigh(
                stored: Self.bars(20), [events[0]], answered: Self.bars(21) { if $0 < 20 { $1.adjusted = factor } },
                events)
            #expect(
                crowded.flags.contains { $0.hasPrefix("E12: ABC: the dividend 0.5 of \(Self.sessions[20])") } == isSaid)
        }
    }

    @Test("A stored split whose jump is still in the answer is said, and looked at every night for twenty sessions")
    func jump() throws {
        let bars: (Int, inout Bar) -> Void = { if $0 >= 20 { $1.close = Self.price($0) / 4 } }
        let weighing = try Self.weigh(
            stored: Self.bars(25, bars), [Self.split(20, "4", "1")], answered: Self.bars(26, bars),
            [Self.split(20, "4", "1")])
        #expect(Self.code(weighing) == "rows")
        #expect(weighing.flags.contains { $0.hasPrefix("E10: ABC: ") })
        #expect(weighing.rereads.contains(Self.sessions[26].number))
    }

    @Test("What no market does is flagged once and asked again as a gap is")
    func unlikely() throws {
        let answered = Self.bars(23) { if $0 == 20 || $0 == 21 { $1.factor = 100 } }
        let weighing = try Self.weigh(stored: Self.bars(20), answered: answered)
        #expect(weighing.flags.count == 1)
        #expect(weighing.flags.first?.hasPrefix("E9: ABC: 2025-03-31: the close is ") == true)
        #expect(weighing.flags.first?.hasSuffix(", and 1 more") == true)
        #expect(weighing.rereads == Set([1, 2, 4, 8, 16].map { Self.sessions[22 + $0].number }))
        // Stored so, it is known.
        #expect(try Self.weigh(stored: answered, answered: answered) == Weighing())
        // A split says why.
        let split = Self.bars(21) { if $0 == 20 { $1.factor = 0.5 } }
        #expect(try Self.weigh(stored: Self.bars(20), answered: split, [Self.split(20, "2", "1")]).flags.isEmpty)
    }

    @Test("Volumes and bars that hardly can be are flagged, and kept")
    func volumes() throws {
        var none = Self.bars(21)
        none[20].volume = 0
        #expect(
            try Self.weigh(stored: Self.bars(20), answered: none).flags == [
                "E7: ABC: 2025-03-31: the price moved and no share was traded"
            ])
        var copy = Self.bars(21)
        copy[20] = copy[19]
        #expect(
            try Self.weigh(stored: Self.bars(20), answered: copy).flags == [
                "E8: ABC: 2025-03-31: the bar is the one before it, figure for figure"
            ])
    }
}
