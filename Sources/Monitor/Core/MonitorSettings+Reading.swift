import CephTypes

/// Texts of options that were set.
protocol OptionTexts {
    /// By the options' names; those at their defaults are absent.
    var values: [String: String] { get }
}

extension MonitorSettings: OptionTexts {}

/// Options as numbers and switches; what is not set, or no number, is the default that is given.
extension OptionTexts {
    func int(_ name: String, _ standard: Int64) -> Int64 {
        values[name].flatMap { try? CephNumberText.count($0, as: Int64.self) } ?? standard
    }

    func size(_ name: String, _ standard: UInt64) -> UInt64 {
        values[name].flatMap { try? CephNumberText.bytes($0, as: UInt64.self) } ?? standard
    }

    func double(_ name: String, _ standard: Double) -> Double {
        values[name].flatMap { try? CephNumberText.double($0) } ?? standard
    }

    func seconds(_ name: String, _ standard: Int64) -> Duration { .seconds(int(name, standard)) }

    func bool(_ name: String, _ standard: Bool) -> Bool {
        values[name].map { ["true", "1", "yes", "on"].contains($0) } ?? standard
    }

    func string(_ name: String, _ standard: String) -> String { values[name] ?? standard }
}
