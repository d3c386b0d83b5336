import ABCI
import Chain
import Execution
import Store
import StoreFixtures
import Testing

@Suite("The history of validators")
struct ValidatorHistoryTests {
    /// What CometBFT stores and shows: a set where the members changed and every 100 000 heights, and the others moved
    /// on from there in one go (state/store.go `LoadValidators`).
    private struct Reference {
        var stored: [Int64: ValidatorSet] = [:]
        var lastChanged: [Int64: Int64] = [:]

        mutating func save(_ set: ValidatorSet, at height: Height, lastChanged changed: Height) {
            lastChanged[height.rawValue] = changed.rawValue
            if height == changed || height.rawValue % 100_000 == 0 { stored[height.rawValue] = set }
        }

        func load(_ height: Int64) throws -> ValidatorSet {
            if let set = stored[height] { return set }
            let origin = max(height - height % 100_000, try #require(lastChanged[height]))
            let set = try #require(stored[origin])
            return set.incrementingProposerPriority(times: Int(height - origin))
        }
    }

    @Test(
        "Every height has the set and the priorities that CometBFT shows, across changes and checkpoints",
        arguments: [(99_985, 40), (80, 240)])
    func priorities(initialHeight: Int64, count: Int) throws {
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        var chain = try TestChain(validators: 4, initialHeight: Height(initialHeight))
        var reference = Reference()
        try store.initialize(state: chain.state, changes: [])
        let first = Height(initialHeight)
        reference.save(chain.state.validators, at: first, lastChanged: first)
        reference.save(
            chain.state.nextValidators, at: first.next, lastChanged: chain.state.lastHeightValidatorsChanged)
        for index in 0..<count {
            var updates: [ValidatorUpdate] = []
            if [1, 8, 15, 30].contains(index) {
                updates = [
                    ValidatorUpdate(pubKey: try TestChain.key(index), power: VotingPower(Int64(index) * 7 + 1)),
                    ValidatorUpdate(pubKey: try TestChain.key(0), power: VotingPower(Int64(index) * 3 + 5)),
                ]
            }
            try store.commit(chain.grow(updates: updates))
            let state = chain.state
            reference.save(
                state.nextValidators, at: state.lastBlockHeight.next.next,
                lastChanged: state.lastHeightValidatorsChanged)
        }
        // A snapshot for each height: slow machines need more than a second for all.
        for height in initialHeight...initialHeight + Int64(count) + 1 {
            let found = try store.read { try $0.validators(at: Height(height)) }
            let expected = try reference.load(height)
            #expect(found?.json == expected.json, "height \(height)")
            #expect(found?.proposer == expected.proposer)
        }
        let beyond = Height(initialHeight + Int64(count) + 2)
        #expect(try store.read { try $0.validators(at: beyond) } == nil)
    }

    @Test("Parameters are those of the height, also where they changed long before")
    func parameters() throws {
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        var chain = try TestChain()
        try store.initialize(state: chain.state, changes: [])
        var expected: [Height: ConsensusParameters] = [1: chain.state.consensusParameters]
        for index in 1...12 {
            var update: ConsensusParametersUpdate?
            if index == 3 || index == 7 {
                var parameters = chain.state.consensusParameters
                parameters.block.maxGas = Int64(index) * 1000
                update = ConsensusParametersUpdate(parameters)
                update?.abci = nil
            }
            try store.commit(chain.grow(parameters: update))
            expected[Height(Int64(index + 1))] = chain.state.consensusParameters
        }
        for (height, parameters) in expected {
            #expect(try store.read { try $0.parameters(at: height) } == parameters)
        }
        #expect(Set(expected.values).count == 3)
        #expect(try store.read { try $0.parameters(at: 14) } == nil)
    }
}
