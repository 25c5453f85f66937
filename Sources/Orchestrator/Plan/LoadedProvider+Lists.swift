// What the runtime asks of a provider's units and names, in terms of what the provider answers.
import PluginKit

extension LoadedProvider {
    /// Whether a unit has no series of its own: it tells what there is.
    func isList(_ unit: UnitName) throws -> Bool { try partition(of: unit, note: nil).isEmpty }

    /// Of names as they were typed, those that come to one of some units, for telling a person: each is asked for by
    /// itself.
    func names(_ names: [String], comingTo units: Set<UnitName>) throws -> [String] {
        guard !units.isEmpty else { return [] }
        return try names.filter { try roots(for: Selection(names: [$0])).contains(where: units.contains) }
    }
}
