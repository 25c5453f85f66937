import Archive
import LosslessJSON
import Tabular

/// What runs have changed, as one JSON object.
struct RunChangesOutput {
    let archive: String
    let changes: ArchiveChanges

    var json: JSONOutput {
        .object([
            .init("archive", .string(archive)), .init("since", .integer(Int(changes.since))),
            .init("through", changes.through.map { .integer(Int($0)) } ?? .null), .init("runs", .integer(changes.runs)),
            .init("stored", .array(changes.stored.map(stored))), .init("revised", .array(changes.revised.map(revised))),
            .init("restated_count", .integer(changes.restatedCount)),
            .init("restated", .array(changes.restated.map(RunShowOutput.restatement))),
            .init("added_count", .integer(changes.addedCount)), .init("added", .array(changes.added.map(unit))),
            .init("forgotten_count", .integer(changes.forgottenCount)),
            .init("forgotten", .array(changes.forgotten.map(unit))),
            .init("revision_count", .integer(changes.revisionCount)),
            .init("revisions", .array(changes.revisions.map(revision))),
        ])
    }

    private func stored(_ stored: ArchiveChanges.Stored) -> JSONOutput {
        .object([
            .init("provider", .string(stored.provider)), .init("datasets", .strings(stored.datasets)),
            .init("units", .integer(stored.units)), .init("rows", .integer(stored.rows)),
        ])
    }

    private func revised(_ revised: ArchiveChanges.Revised) -> JSONOutput {
        .object([
            .init("provider", .string(revised.provider)), .init("dataset", .string(revised.dataset)),
            .init("cause", .string(revised.cause)), .init("rows", .integer(revised.rows)),
        ])
    }

    private func unit(_ unit: ArchiveChanges.Unit) -> JSONOutput {
        .object([
            .init("run", .integer(Int(unit.run))), .init("provider", .string(unit.provider)),
            .init("unit", .string(unit.label)),
        ])
    }

    private func revision(_ record: RevisionRecord) -> JSONOutput {
        .object([
            .init("run", .integer(Int(record.run))), .init("provider", .string(record.provider)),
            .init("unit", .string(record.label)),
            .init("dataset", .string(record.dataset)), .init("key", .string(record.key)),
            .init("cause", .string(record.cause)),
            .init("stored", .string(record.stored)), .init("answered", .string(record.answered)),
            .init("recorded_utc", .instant(record.recorded)),
        ])
    }
}
