import ArgumentParser
import Foundation

/// Tries to make a validator's key sign twice, as operators do without wanting it.
@main
struct DoubleSignProgram: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "double-sign",
        abstract: "Kill, restore and clone the validators of a real network, and look for a key that has signed twice.",
        discussion: """
            Four nodes make blocks under load. Each attempt takes one of them, does to it what its seed says, and waits until it \
            signs again; the chain must go on. A signature leaves a node only when its log has it, so the logs of all homes, \
            of those put aside and of the clones, have every signature that was ever let out, and each home's log has what \
            it heard of the others besides. Exit 1 when two of them contradict each other, or the chain does not go on.
            """)

    @Option(help: "The node's program.")
    var node = ".build/release/daon-node"

    @Option(help: "Where the homes are; it must not exist, and is removed at the end.")
    var folder = "./.daon-double-sign"

    @Option(help: "How many attempts.")
    var attempts = 500

    @Option(help: "The seed of the first attempt; drawn when left out. The next one has the next.")
    var seed: UInt64?

    @Option(help: "The port of the first node; some hundred from there on are used.")
    var port = 30_106

    @Option(help: "Only attempts of this kind.")
    var only: Attempt.Kind?

    @Flag(help: "Start clones without a window: then keys do sign twice, which must be found.")
    var withoutWindow = false

    func run() throws {
        let first = seed ?? UInt64.random(in: 1...1_000_000_000)
        let network = try TestNetwork(node: path(node), folder: path(folder), port: port)
        defer { network.end() }
        try network.start()
        var score = Score()
        var kinds = Kinds(all: only.map { [$0] } ?? Attempt.Kind.allCases)
        for number in 0..<attempts {
            let attemptSeed = first &+ UInt64(number)
            let attempt = Attempt(
                network, kind: kinds.next(attemptSeed), seed: attemptSeed, clonesHaveWindow: !withoutWindow)
            let start = Date()
            do {
                let outcome = try attempt.run()
                score.add(attempt.kind, outcome)
                let seconds = (-start.timeIntervalSinceNow * 10).rounded() / 10
                print("\(number + 1) seed \(attemptSeed): \(attempt.kind.rawValue), \(outcome), \(seconds) s")
            } catch {
                print("\(number + 1) seed \(attemptSeed): \(attempt.kind.rawValue) failed: \(error)")
                score.failures += 1
                break
            }
            fflush(nil)
            if !network.ledger.contradictions.isEmpty { break }
        }
        network.finish()
        for contradiction in network.ledger.contradictions { print("signed twice: \(contradiction)") }
        print(score.table)
        print(
            "\(score.count) attempts, \(network.ledger.count) signatures of \(network.ledger.keys) keys looked at, "
                + "\(network.ledger.contradictions.count) double signs, \(score.failures) failures")
        if !network.ledger.contradictions.isEmpty || score.failures > 0 { throw ExitCode(1) }
    }

    private func path(_ text: String) -> String { URL(filePath: text).standardizedFileURL.path }
}

extension Attempt.Kind: ExpressibleByArgument {
    static var allValueStrings: [String] { allCases.map { "\($0)" } }

    init?(argument: String) {
        guard let kind = Attempt.Kind.allCases.first(where: { "\($0)" == argument }) else { return nil }
        self = kind
    }
}

/// What came of the attempts.
struct Score {
    var failures = 0
    private var outcomes: [Attempt.Kind: [Outcome]] = [:]

    var count: Int { outcomes.values.reduce(0) { $0 + $1.count } }

    mutating func add(_ kind: Attempt.Kind, _ outcome: Outcome) { outcomes[kind, default: []].append(outcome) }

    var table: String {
        Attempt.Kind.allCases.map { kind in
            let all = outcomes[kind] ?? []
            func count(_ keyPath: KeyPath<Outcome, Bool>) -> Int { all.count { $0[keyPath: keyPath] } }
            return "\(kind.rawValue): \(all.count), refused to start \(count(\.wasRefused)), own key heard "
                + "\(count(\.wasHeard)), used elsewhere \(count(\.isUsedElsewhere)), silent first \(count(\.wasQuiet))"
        }.joined(separator: "\n")
    }
}

/// Each kind of attempt comes as often as the others, in an order of its own.
struct Kinds {
    private let all: [Attempt.Kind]
    private var rest: [Attempt.Kind] = []

    init(all: [Attempt.Kind]) {
        self.all = all
    }

    mutating func next(_ seed: UInt64) -> Attempt.Kind {
        var chance = SeededGenerator(seed: seed)
        if rest.isEmpty { rest = all.shuffled(using: &chance) }
        return rest.removeLast()
    }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
