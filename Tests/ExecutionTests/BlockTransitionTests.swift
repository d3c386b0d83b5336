import ABCI
import Chain
import Cryptography
import Execution
import Testing
import Wire

@Suite("From an answer to the next state")
struct BlockTransitionTests {
    private func update(_ key: UInt8, _ power: Int64) throws -> ValidatorUpdate {
        ValidatorUpdate(pubKey: .ed25519(try TestChain.key(key).publicKey), power: VotingPower(power))
    }

    private func refusal(_ chain: TestChain, _ answer: ResponseFinalizeBlock, transactions: Int = 0) -> AnswerRefusal? {
        #expect(throws: AnswerRefusal.self) {
            let block = try chain.block(transactions: [Transaction](repeating: Transaction([1]), count: transactions))
            _ = try BlockTransition(from: chain.state, blockID: TestChain.id(block), block: block, answer: answer)
        }
    }

    @Test("A change of the validator set is in force two heights later")
    func validatorsTwoHeightsLater() throws {
        var chain = try TestChain()
        try chain.grow(by: 2)
        let before = chain.state
        try chain.apply(
            try chain.block(), answer: ResponseFinalizeBlock(validatorUpdates: [try update(0, 25), try update(9, 1)]))
        #expect(chain.state.lastBlockHeight == 3)
        #expect(chain.state.lastHeightValidatorsChanged == 5)
        #expect(chain.state.lastValidators == before.validators)
        #expect(chain.state.validators == before.nextValidators)
        #expect(chain.state.validators.totalPower == 40)
        #expect(chain.state.nextValidators.totalPower == 56 && chain.state.nextValidators.count == 5)
        // The set with the change signs height 5, one round of priorities on.
        let changed = chain.state.nextValidators
        let header4 = try chain.block().header
        #expect(header4.validatorsHash != changed.hash && header4.nextValidatorsHash == changed.hash)
        try chain.apply(try chain.block())
        #expect(chain.state.validators == changed)
        #expect(try chain.block().header.validatorsHash == changed.hash)
        #expect(chain.state.nextValidators == changed.incrementingProposerPriority(times: 1))
        #expect(chain.state.lastHeightValidatorsChanged == 5)
    }

    @Test("Priorities move on by one round a height, whatever round decided")
    func priorities() throws {
        var chain = try TestChain(powers: [1, 2, 3])
        for _ in 1...5 {
            let next = chain.state.nextValidators
            try chain.apply(try chain.block())
            #expect(chain.state.nextValidators == next.incrementingProposerPriority(times: 1))
        }
    }

    @Test("A change of the parameters is in force at the next height, and its application version in the next header")
    func parametersNextHeight() throws {
        var chain = try TestChain()
        try chain.grow(by: 1)
        let changes = ConsensusParametersUpdate(
            block: BlockParameters(maxBytes: 2_000_000, maxGas: 5), version: VersionParameters(app: 3))
        try chain.apply(try chain.block(), answer: ResponseFinalizeBlock(consensusParamUpdates: changes))
        #expect(chain.state.consensusParameters.block.maxGas == 5)
        #expect(chain.state.lastHeightConsensusParametersChanged == 3)
        #expect(chain.state.version.consensus == BlockVersion(block: 11, app: 3))
        let block = try chain.block()
        #expect(block.header.version.app == 3)
        #expect(block.header.consensusHash == chain.state.consensusParameters.hash)
        try chain.state.check(block)
        try chain.apply(block)
        #expect(chain.state.lastHeightConsensusParametersChanged == 3)
    }

    @Test("Results and app hash are those of the answer")
    func hashes() throws {
        var chain = try TestChain()
        let results = [ExecTxResult(code: 4, data: [1], log: "not hashed")]
        try chain.apply(
            try chain.block(transactions: [Transaction([1])]),
            answer: ResponseFinalizeBlock(txResults: results, appHash: AppHash([1, 2, 3])))
        #expect(chain.state.appHash == AppHash([1, 2, 3]))
        #expect(chain.state.lastResultsHash == LastResults.hash([ExecTxResult(code: 4, data: [1])]))
        try chain.state.check(try chain.block())
    }

    @Test("An answer that has not one result for each transaction is refused")
    func resultCount() throws {
        let chain = try TestChain()
        for count in [0, 1, 3] {
            let answer = ResponseFinalizeBlock(txResults: [ExecTxResult](repeating: ExecTxResult(), count: count))
            let refusal = refusal(chain, answer, transactions: 2)
            #expect(refusal == .resultCount(transactions: 2, results: count))
            #expect(
                refusal?.description
                    == "expected tx results length to match size of transactions in block. Expected 2, got \(count)")
        }
    }

    @Test("Changes of the validator set that cannot be made are refused with what is wrong")
    func impossibleUpdates() throws {
        let chain = try TestChain()
        let secp256k1 = try #require(Secp256k1PublicKey([2] + [UInt8](repeating: 1, count: 32)))
        let cases: [([ValidatorUpdate], String)] = [
            ([try update(0, -1)], "error in validator updates: voting power can't be negative"),
            (
                [ValidatorUpdate(pubKey: .secp256k1(secp256k1), power: 1)],
                "is using pubkey secp256k1, which is unsupported for consensus"
            ),
            ([try update(9, 1), try update(9, 0)], "changing validator set: duplicate entry"),
            ([try update(0, 5), try update(0, 6)], "changing validator set: duplicate entry"),
            ([try update(9, 0)], "changing validator set: failed to find validator"),
            (
                try (0..<4).map { try update($0, 0) },
                "changing validator set: applying the validator changes would result in empty set"
            ),
            (
                [try update(0, .max)],
                "changing validator set: to prevent clipping/overflow, voting power can't be higher than"
            ),
            (
                [try update(8, VotingPower.maximumTotal.rawValue)],
                "changing validator set: total voting power of resulting valset exceeds max"
            ),
        ]
        for (updates, text) in cases {
            guard case .validatorUpdates(let message) = refusal(chain, ResponseFinalizeBlock(validatorUpdates: updates))
            else {
                Issue.record("\(text): not refused as it should be")
                continue
            }
            #expect(message.contains(text), "\(message)")
        }
    }

    @Test("The key of a removal may be of a kind that is not allowed")
    func removalOfAnyKind() throws {
        var parameters = ConsensusParameters()
        parameters.validator = ValidatorParameters(publicKeyTypes: ["secp256k1"])
        var chain = try TestChain(parameters: parameters)
        try chain.apply(try chain.block(), answer: ResponseFinalizeBlock(validatorUpdates: [try update(0, 0)]))
        #expect(chain.state.nextValidators.count == 3)
    }

    @Test("Changes of the parameters that cannot be made are refused with what is wrong")
    func impossibleParameters() throws {
        let chain = try TestChain()
        let cases: [(ConsensusParametersUpdate, String)] = [
            (
                ConsensusParametersUpdate(block: BlockParameters(maxBytes: 0, maxGas: 0)),
                "validating new consensus params: block.MaxBytes cannot be 0"
            ),
            (
                ConsensusParametersUpdate(abci: ABCIParameters(voteExtensionsEnableHeight: 1)),
                "updating consensus params: vote extensions cannot be updated to a past or current height"
            ),
        ]
        for (update, text) in cases {
            guard case .parameters(let message) = refusal(chain, ResponseFinalizeBlock(consensusParamUpdates: update))
            else {
                Issue.record("\(text): not refused as it should be")
                continue
            }
            #expect(message.hasPrefix(text), "\(message)")
        }
    }

    @Test("The fault model stays what it was whatever the application changes")
    func faultModel() throws {
        var chain = try TestChain(powers: [1, 1, 1], parameters: ConsensusParameters(faultModel: .crash))
        let all = ConsensusParametersUpdate(ConsensusParameters())
        try chain.apply(try chain.block(), answer: ResponseFinalizeBlock(consensusParamUpdates: all))
        #expect(chain.state.consensusParameters.faultModel == .crash)
        #expect(chain.state.quorum.isReached(2))
    }

    @Test("The transition tells the changes that events name")
    func toldUpdates() throws {
        let chain = try TestChain()
        let block = try chain.block()
        let transition = try BlockTransition(
            from: chain.state, blockID: TestChain.id(block), block: block,
            answer: ResponseFinalizeBlock(validatorUpdates: [try update(0, 0)]))
        #expect(transition.validatorUpdates.map(\.votingPower) == [0])
        #expect(transition.state.lastBlockID == TestChain.id(block))
    }
}
