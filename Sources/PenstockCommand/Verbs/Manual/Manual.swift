import ArgumentParser
import PluginKit

/// `penstock manual`: the man page as roff; scripts/stage calls it.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the man page (roff).", shouldDisplay: false)

    func run() {
        Host.current.console.emit(ManualPage().text)
    }
}

/// The man page, made from the same help texts as `--help`.
private struct ManualPage {
    var text: String {
        var lines = [
            ".TH PENSTOCK 1 \"\" \"penstock \(PenstockVersion.current)\" \"User Commands\"", ".SH NAME",
            "penstock \\- keep a local archive of market data that you can prove", ".SH SYNOPSIS", ".B penstock",
            ".I command", "[options]",
            ".SH DESCRIPTION",
        ]
        lines += Self.verbatim(RootCommand.helpMessage(columns: 78))
        for command in RootCommand.configuration.subcommands where command.configuration.shouldDisplay {
            lines.append(".SH \"PENSTOCK \(command.configuration.commandName?.uppercased() ?? "")\"")
            lines += Self.verbatim(RootCommand.helpMessage(for: command, columns: 78))
            for part in command.configuration.subcommands {
                let name = [command, part].compactMap { $0.configuration.commandName?.uppercased() }.joined(
                    separator: " ")
                lines.append(".SH \"PENSTOCK \(name)\"")
                lines += Self.verbatim(RootCommand.helpMessage(for: part, columns: 78))
            }
        }
        lines += [".SH ENVIRONMENT"] + Self.variables
        lines += [
            ".SH FILES",
            "data/historical, data/prediction_markets: the archives of the providers. data/logs: a log for each run.",
        ]
        return lines.joined(separator: "\n")
    }

    private static var variables: [String] {
        var lines: [String] = []
        func add(_ variable: String, _ text: String) { lines += [".TP", ".B " + variable, text] }
        for row in SettingVariables.rows {
            add(row.variable ?? "", "As \\-\\-" + row.name.replacing("-", with: "\\-") + ".")
        }
        for (archive, variable) in SettingVariables.archives {
            let providers = archive.replacing("-", with: " ")
            add(variable, "As \\-\\-data\\-dir, for the archive of " + providers + ".")
        }
        add("PENSTOCK_UPSTREAM_NAME", "As \\-\\-upstream NAME=URL.")
        add(
            SettingVariables.old.joined(separator: ", "),
            "Still read where no PENSTOCK variable says otherwise.")
        return lines
    }

    /// Lines as they are: nothing in them is a request of the formatter.
    private static func verbatim(_ text: String) -> [String] {
        [".nf"]
            + text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                let escaped = String(line).replacing("\\", with: "\\e").replacing("-", with: "\\-")
                return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
            } + [".fi"]
    }
}
