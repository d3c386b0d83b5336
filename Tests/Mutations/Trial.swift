import Foundation

/// What came of running a simulator through some worlds, until one was broken.
enum Trial {
    case caught(seed: String, check: String, worlds: String)
    case clean
    case failed(String)

    /// The code with which an invariant of the engine itself ends the process: it has noticed before any check could.
    private static let brokenInvariant: Int32 = 70

    /// Seconds after which a run is given up: no mutation may keep the others from being tried.
    private static let patience = 900

    init(_ program: URL, _ place: Place, seeds: Int, first: UInt64, jobs: Int) throws {
        let run = try Command.run(
            [
                "timeout", "\(Trial.patience)", program.path, "--seeds", "\(seeds)", "--first-seed", "\(first)",
                "--jobs", "\(jobs)", "--until-broken", "--quiet",
            ] + place.arguments)
        let lines = run.output.split(separator: "\n").map(String.init)
        let broken = lines.lazy.compactMap { $0.wholeMatch(of: /seed (\d+) broken: (.*)/) }.first
        let worlds = lines.lazy.compactMap { $0.wholeMatch(of: /(\d+) worlds of.*/) }.first
        switch run.code {
        case 0 where worlds != nil: self = .clean
        case 1:
            guard let broken, let worlds else { fallthrough }
            self = .caught(seed: "\(broken.1)", check: "\(broken.2)", worlds: "\(worlds.1)")
        case Trial.brokenInvariant: self = .caught(seed: "?", check: lines.last ?? "", worlds: "?")
        default: self = .failed("exit \(run.code): \(lines.suffix(3).joined(separator: " / "))")
        }
    }
}
