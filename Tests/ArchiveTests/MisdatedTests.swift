import Tabular
import TestWorld
import Testing

@testable import Archive

/// Which units a record of the future is not believed of.
@Suite("What an archive holds of the future")
struct MisdatedTests {
    @Test(
        """
        a unit that a right clock has worked on since is believed, unless rows of the future or a question beyond all \
        plans are left of it
        """
    )
    func left() throws {
        let directory = try TemporaryFolder(inMemory: true)
        do {
            let bench = try ArchiveBench(directory)
            for day in [600, 100] {
                try bench.begin(day: day)
                try bench.admit(["AAPL", "MSFT", "KO"], day: day)
                for symbol in ["AAPL", "MSFT", "KO"] { _ = try bench.page(symbol) }
                try bench.end(day: day)
            }
            #expect(try bench.archive.record.misdated(of: "p", after: Samples.noon(101)).isEmpty)
            try bench.archive.close()
        }
        try execute(
            directory,
            """
            UPDATE units SET due = '\(Samples.noon(601).record)' WHERE label = 'MSFT';
            INSERT INTO coverage (unit, lower, upper, state, cause, tries, next_try)
            SELECT id, \(Samples.day0 + 100), \(Samples.day0 + 600), 'gap', 'missing', 1, \
            '\(Samples.noon(601).record)' FROM units WHERE label = 'KO';
            """)
        let reader = try ArchiveReader.openReadOnly(at: directory["data"], sinks: Samples.sinks)
        let ids = try Dictionary(uniqueKeysWithValues: reader.record.units(of: "p").map { ($0.id, $0.label) })
        #expect(
            try Set(reader.record.misdated(of: "p", after: Samples.noon(101)).keys.compactMap { ids[$0] }) == [
                "MSFT", "KO",
            ])
        // By a clock that has come there nothing is of the future.
        #expect(try reader.record.misdated(of: "p", after: Samples.noon(602)).isEmpty)
    }
}
