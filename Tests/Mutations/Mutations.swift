import ArgumentParser
import Foundation

/// Breaks the rules one after the other and sees whether the simulator notices.
@main
struct Mutations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutations",
        abstract: "Break the consensus rules, one after the other, and see whether the simulator notices.",
        discussion: """
            Each mutation is made in a copy of the sources (.build-mutations), daon-simulate is built from it and goes through \
            seeded worlds until one is broken. Before that the unchanged rules go through all the same worlds. Exit 1 when a \
            mutation is not noticed, or when an unchanged rule is.
            """)

    @Option(help: "Worlds in which a mutation must be noticed.")
    var seeds: Int = 1000

    @Option(help: "The first seed.")
    var firstSeed: UInt64 = 500_001

    @Option(help: "Worlds at a time.")
    var jobs: Int = 2

    @Option(parsing: .upToNextOption, help: "Only these mutations.")
    var only: [String] = []

    @Flag(help: "Say what there is, and do nothing.")
    var list = false

    @Flag(help: "Do not run the unchanged rules.")
    var withoutControl = false

    func run() throws {
        let chosen = Mutation.all.filter { only.isEmpty || only.contains($0.name) }
        if let unknown = only.first(where: { name in !chosen.contains { $0.name == name } }) {
            throw ValidationError("there is no mutation \(unknown)")
        }
        if list {
            for mutation in chosen { print("\(mutation.name): \(mutation.breaks)") }
            return
        }
        let copy = try ScratchCopy(of: URL(filePath: FileManager.default.currentDirectoryPath))
        var faults = withoutControl ? 0 : try control(chosen, copy)
        print("| Mutation | What is broken | Worlds of | Noticed by | Seed | Worlds | Seconds |")
        print("|---|---|---|---|---|---|---|")
        for mutation in chosen { faults += try attempt(mutation, copy) }
        print("\(chosen.count) mutations, \(faults) faults")
        if faults > 0 { throw ExitCode(1) }
    }

    /// The unchanged rules, in the same worlds.
    private func control(_ chosen: [Mutation], _ copy: ScratchCopy) throws -> Int {
        try copy.refresh(with: nil)
        let program = try copy.build()
        var faults = 0
        var done: Set<Place> = []
        for place in chosen.flatMap(\.places) where done.insert(place).inserted {
            let start = Date()
            let trial = try Trial(program, place, seeds: seeds, first: firstSeed, jobs: jobs)
            let seconds = Int(Date().timeIntervalSince(start).rounded())
            switch trial {
            case .clean: print("unchanged, \(place): \(seeds) worlds, nothing broken, \(seconds) s")
            case .caught(let seed, let check, _):
                faults += 1
                print("unchanged, \(place): seed \(seed) is broken: \(check)")
            case .failed(let text):
                faults += 1
                print("unchanged, \(place): \(text)")
            }
            fflush(nil)
        }
        return faults
    }

    private func attempt(_ mutation: Mutation, _ copy: ScratchCopy) throws -> Int {
        let program: URL
        do {
            try copy.refresh(with: mutation)
            program = try copy.build()
        } catch {
            // The others are tried all the same.
            print("| \(mutation.name) | \(mutation.breaks) | | **failed**: \(error) | | | |")
            return 1
        }
        var faults = 0
        for place in mutation.places {
            let start = Date()
            let trial = try Trial(program, place, seeds: seeds, first: firstSeed, jobs: jobs)
            let seconds = Int(Date().timeIntervalSince(start).rounded())
            let found: String
            switch trial {
            case .caught(let seed, let check, let worlds):
                found = "\(check.prefix(90)) | \(seed) | \(worlds)"
            case .clean:
                faults += 1
                found = "**nothing** | | \(seeds)"
            case .failed(let text):
                faults += 1
                found = "**failed**: \(text) | | "
            }
            print("| \(mutation.name) | \(mutation.breaks) | \(place) | \(found) | \(seconds) |")
            fflush(nil)
        }
        return faults
    }
}
