import Chain
import Conformance
import Execution
import Testing

@Suite("Mutated chains")
struct MutationTests {
    private static let laboratories = VectorFolder.chains.map { name in Result { try Laboratory(name) } }

    /// A mutated copy: which mutation at which block, and the check that refused it; nil when none did.
    struct Trial: Equatable, CustomStringConvertible {
        let mutation: String
        let height: Height
        let refusedBy: String?

        var description: String { "\(mutation) at height \(height): \(refusedBy ?? "accepted")" }
    }

    @Test(
        "200 mutated copies of each chain are refused at their heights, by the check that should", arguments: [0, 1])
    func refused(chain: Int) throws {
        let laboratory = try Self.laboratories[chain].get()
        let trials = try Self.trials(200, of: laboratory, seed: 1) { trial, mutation in
            #expect(mutation.checks.contains(trial.refusedBy ?? ""), "\(laboratory.name): \(trial)")
        }
        #expect(trials.count == 200)
        #expect(Set(trials.map(\.mutation)).count > 60)
    }

    @Test("Each mutation that finds an occasion is refused, and every check of a block occurs")
    func everyCheck() throws {
        var refusing: Set<String> = []
        for laboratory in Self.laboratories {
            let laboratory = try laboratory.get()
            var generator = SplitMix64(seed: 7)
            for mutation in Mutation.all {
                guard let trial = try Self.trial(of: mutation, laboratory, &generator) else { continue }
                #expect(mutation.checks.contains(trial.refusedBy ?? ""), "\(laboratory.name): \(trial)")
                refusing.insert(trial.refusedBy ?? "")
            }
        }
        for check in BlockCheck.allCases where check != .timeTolerance {
            #expect(refusing.contains(ImportCheck.block(check).description), "\(check)")
        }
        // An import asks no clock: its blocks have been decided.
        #expect(!refusing.contains(ImportCheck.block(.timeTolerance).description))
        for check in [ImportCheck.encoding, .commit, .execution, .transition] {
            #expect(refusing.contains(check.description), "\(check)")
        }
    }

    @Test("The same seed gives the same mutated copies")
    func determinism() throws {
        let laboratory = try Self.laboratories[1].get()
        let first = try Self.trials(40, of: laboratory, seed: 3)
        #expect(try Self.trials(40, of: laboratory, seed: 3) == first)
        #expect(try Self.trials(40, of: laboratory, seed: 4) != first)
    }

    @Test("A whole chain with one stored value changed is refused there, and nowhere before", arguments: [0, 1])
    func wholeChain(chain: Int) throws {
        let laboratory = try Self.laboratories[chain].get()
        var generator = SplitMix64(seed: 11)
        for mutation in Mutation.expectation.shuffled(using: &generator).prefix(4) {
            let index = Int.random(in: 10..<laboratory.blocks.count - 1, using: &generator)
            guard case .stored(let stored)? = try mutation.make(laboratory, index, &generator) else { continue }
            var captured = laboratory.captured
            captured.blocks[index] = stored
            var checker = Checker(file: laboratory.name)
            var runner = try CapturedChainRunner(captured, &checker)
            for (index, block) in captured.blocks.enumerated() {
                _ = runner.add(block, next: captured.block(after: index), &checker)
            }
            runner.finish(captured, &checker)
            #expect(!checker.failures.isEmpty, "\(mutation.name)")
            #expect(checker.failures.allSatisfy { $0.place == "height \(stored.height)" }, "\(mutation.name)")
        }
    }

    // MARK: Trials

    /// Mutated copies, going round all mutations, each at a block by chance.
    private static func trials(
        _ count: Int, of laboratory: Laboratory, seed: UInt64, _ judge: (Trial, Mutation) -> Void = { _, _ in }
    ) throws -> [Trial] {
        var generator = SplitMix64(seed: seed), trials: [Trial] = []
        while trials.count < count {
            for mutation in Mutation.all.shuffled(using: &generator) where trials.count < count {
                guard let trial = try trial(of: mutation, laboratory, &generator) else { continue }
                judge(trial, mutation)
                trials.append(trial)
            }
        }
        return trials
    }

    /// One mutated copy; nil when no block gives the occasion.
    private static func trial(
        of mutation: Mutation, _ laboratory: Laboratory, _ generator: inout SplitMix64
    ) throws -> Trial? {
        for index in laboratory.blocks.indices.shuffled(using: &generator) {
            guard let specimen = try mutation.make(laboratory, index, &generator) else { continue }
            return Trial(
                mutation: mutation.name, height: laboratory.blocks[index].height,
                refusedBy: refusal(of: specimen, at: index, laboratory))
        }
        return nil
    }

    /// The first check that fails; nil when none does.
    private static func refusal(of specimen: Mutation.Specimen, at index: Int, _ laboratory: Laboratory) -> String? {
        switch specimen {
        case .decided(let block):
            var chain = laboratory.runners[index].chain
            let (blockID, commit) = laboratory.decided(block, index)
            do {
                _ = try chain.add(block, blockID, decidedBy: .plain(commit))
                return nil
            } catch {
                #expect(chain.state == laboratory.state(index), "a refused block changes nothing")
                return error.check.description
            }
        case .stored(let stored):
            var runner = laboratory.runners[index], checker = Checker(file: laboratory.name)
            _ = runner.add(stored, next: laboratory.captured.block(after: index), &checker)
            #expect(checker.failures.allSatisfy { $0.place == "height \(stored.height)" })
            return checker.failures.first?.subject
        }
    }
}
