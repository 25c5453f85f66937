import PluginKit
import Tabular

/// `docs/datasets.md`: what the plugins declare about their datasets, as a page for people.
struct DatasetPages {
    let providers: [ProviderManifest]
    /// `csv`, `csv.gz`
    let fileExtensions: [String]

    var text: String {
        let contents = providers.flatMap { provider in
            provider.datasets.map { dataset in
                let anchor = "\(provider.name)\(dataset.name)"
                return [
                    "[\(provider.name)/\(dataset.name)](#\(anchor))", CatalogPage.kind(dataset), dataset.summary,
                ]
            }
        }
        var blocks = [
            "# Datasets",
            """
            What an archive holds: every dataset, column and rule. This page is made by `penstock datasets --markdown` \
            from what the plugins declare, and a test compares the two; to change it, change a declaration and run the \
            tests with `RECORD_GOLDEN=1`.
            """,
            DatasetPages.table(["dataset", "kind", ""], contents),
            "## How to read this page", notes, DatasetPages.types,
        ]
        for provider in providers {
            blocks.append("## \(provider.name)")
            blocks.append(
                """
                \(DatasetPages.sentence(provider.summary)) Its archive is `\(provider.defaultArchive)` unless \
                `--data-dir` says otherwise.
                """
            )
            for dataset in provider.datasets { blocks += page(of: dataset, provider.name) }
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private var notes: String {
        let files = fileExtensions.map { "`.\($0)`" }.joined(separator: " or ")
        return """
            - A **series** grows along an axis; each symbol or market has a file of its own, or, where it says so, \
            all of them one, which is made from `archive.db`. **Entities** are things with a state, one row each. \
            **Changes** keep, beside entities, when something about them was seen to differ.
            - **Files** are named from the archive's directory; the extension is \(files), by the storage. `PARTITION` \
            is what the provider calls the unit's file, folders included; `docs/archive.md` says how names are encoded.
            - **Tables** are those of `archive.db`: of entities, changes and series with one file for all always, of \
            other series with the storage `sqlite`.
            - The **key** is unlike in any two rows, and rows stand in its order.
            - **Read from** is the place in the upstream's answer; where it is empty, Penstock makes the value.
            - A **rule** is checked before a row is stored. *Refused*: nothing of the answer is stored. *Set aside*: \
            the row is in the table `quarantine` and in `quarantine.jsonl`, with the rule's name and its text. \
            *Logged*: the row is stored and the log names it. *Logged, earlier row kept*: so too, and what was stored \
            before it is in the table `revisions`.
            - **One odd value costs itself.** Numbers are read as numbers or as text, whole numbers however they are \
            written; what cannot be read exactly costs its row (set aside), or, where it may be missing, itself \
            (logged). When one member is odd in every row of three or more of an answer, or in more than a tenth and \
            in more than ten, it is a change of schema: the answer is refused, with the difference of the keys.
            """
    }

    private static let types = table(
        ["type", "in CSV", "in SQLite"],
        [
            ["text", "as it is; an empty text is `\"\"`", "TEXT"],
            [
                "decimal", "the digits that came",
                "a double `x` to compute with, and `x_text`, NULL where the double's shortest text is that text",
            ],
            ["integer", "`-12`", "INTEGER, 64 bits"], ["boolean", "`true`, `false`", "1, 0"],
            ["day", "`2024-01-31`", "TEXT"],
            ["instant(n)", "`2024-01-31T13:30:00Z`, UTC, with n digits behind the second", "TEXT"],
            ["missing", "nothing between the commas", "NULL"],
        ])

    private func page(of dataset: Dataset, _ provider: String) -> [String] {
        let columns = dataset.schema.columns
        let keys = Set(dataset.schema.keyNames)
        let hasUnits = columns.contains { !$0.unit.isEmpty }
        let rows = columns.map { column in
            [
                "`\(column.name)`\(keys.contains(column.name) ? " (key)" : "")", column.type.name,
                column.isNullable ? "yes" : "",
            ]
                + (hasUnits ? [column.unit] : []) + [DatasetPages.code(column.source), column.summary]
        }
        var blocks = [
            "### \(provider)/\(dataset.name)", dataset.summary, facts(of: dataset, provider),
            DatasetPages.table(
                ["column", "type", "may be missing"] + (hasUnits ? ["unit"] : []) + ["read from", ""], rows),
        ]
        if !dataset.rules.isEmpty {
            let rules = dataset.rules.map { [$0.name, $0.summary, DatasetPages.consequence(of: $0)] }
            blocks.append(DatasetPages.table(["rule", "", "what breaks it"], rules))
        }
        if !dataset.views.isEmpty {
            blocks.append(
                DatasetPages.table(["view (`sqlite`)", ""], dataset.views.map { ["`\($0.name)`", $0.summary] }))
        }
        return blocks
    }

    private func facts(of dataset: Dataset, _ provider: String) -> String {
        let hasPartitions = dataset.isSeries && dataset.home == .sinks
        let file = hasPartitions ? "\(provider)/\(dataset.name)/PARTITION" : "\(provider)/\(dataset.name)"
        return """
            - \(DatasetPages.sentence(CatalogPage.kind(dataset)))
            - File: `\(file).\(fileExtensions.first ?? "csv")`; table: `\(provider)_\(dataset.name)`
            - Key: \(dataset.schema.keyNames.map { "`\($0)`" }.joined(separator: ", "))
            """
    }

    private static func consequence(of rule: Rule) -> String {
        switch (rule.action, rule.check) {
        case (.reject, _): "refused"
        case (.quarantine, _): "set aside"
        case (.flag, .forward), (.flag, .notDecreasing), (.flag, .unchanging): "logged, earlier row kept"
        case (.flag, _): "logged"
        }
    }

    private static func sentence(_ text: String) -> String {
        "\(text.prefix(1).uppercased())\(text.dropFirst())\(text.hasSuffix(".") ? "" : ".")"
    }

    private static func code(_ text: String) -> String { text.isEmpty ? "" : "`\(text)`" }

    private static func table(_ header: [String], _ rows: [[String]]) -> String {
        ([header, header.map { _ in "---" }] + rows).map { cells in
            let texts = cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }
            return "|" + texts.map { $0.isEmpty ? " |" : " \($0) |" }.joined()
        }.joined(separator: "\n")
    }
}

extension DatasetPages {
    init(_ registry: Registry) {
        self.init(
            providers: registry.providers.map(\.manifest),
            fileExtensions: registry.sinks.compactMap(\.manifest.fileExtension))
    }
}
