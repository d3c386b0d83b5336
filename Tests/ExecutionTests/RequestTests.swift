import ABCI
import Chain
import Cryptography
import Execution
import Testing
import Wire

@Suite("What the application is asked")
struct RequestTests {
    @Test("With a block comes who voted how for the one before")
    func commitInfo() throws {
        var chain = try TestChain(powers: [4, 3, 2, 1])
        let first = try chain.block(transactions: [Transaction([1])])
        #expect(try chain.state.finalizeBlockRequest(first).decidedLastCommit == CommitInfo())
        try chain.apply(first, flags: [2: .nil, 3: .absent])
        let block = try chain.block(transactions: [Transaction([2]), Transaction([3])])
        let request = try chain.state.finalizeBlockRequest(block)
        #expect(request.decidedLastCommit.votes.map(\.blockIDFlag) == [.commit, .commit, .nil, .absent])
        #expect(request.decidedLastCommit.votes.map(\.validator.power) == [4, 3, 2, 1])
        #expect(
            request.decidedLastCommit.votes.map(\.validator.address)
                == chain.state.lastValidators.validators.map(\.address))
        #expect(request.hash == block.hash && request.height == 2 && request.time == block.header.time)
        #expect(request.txs.count == 2 && request.nextValidatorsHash == block.header.nextValidatorsHash)
        #expect(request.proposerAddress == block.header.proposerAddress)

        let proposal = try chain.state.processProposalRequest(block)
        #expect(proposal.protobuf == request.protobuf)
        let extend = try chain.state.extendVoteRequest(block)
        #expect(extend.proposedLastCommit == request.decidedLastCommit && extend.hash == block.hash)
    }

    @Test("The validators told are those that signed the last block, also when the set has changed since")
    func changedSet() throws {
        var chain = try TestChain()
        let newcomer = ValidatorUpdate(pubKey: .ed25519(try TestChain.key(9).publicKey), power: 50)
        try chain.apply(try chain.block(), answer: ResponseFinalizeBlock(validatorUpdates: [newcomer]))
        try chain.grow(by: 1)
        #expect(chain.state.validators.count == 5)
        let request = try chain.state.finalizeBlockRequest(try chain.block())
        #expect(request.decidedLastCommit.votes.count == 4)
    }

    @Test("Evidence in a block is told as misbehavior")
    func misbehavior() throws {
        var chain = try TestChain()
        try chain.grow(by: 2)
        let evidence = try chain.duplicateVote(at: 1, by: 2)
        let request = try chain.state.finalizeBlockRequest(try chain.block(evidence: [.duplicateVote(evidence)]))
        #expect(
            request.misbehavior == [
                Misbehavior(
                    type: .duplicateVote,
                    validator: ABCIValidator(address: evidence.voteA.validatorAddress, power: 10), height: 1,
                    time: TestChain.genesisTime, totalVotingPower: 40)
            ])
    }

    @Test("A commit that does not fit the validators is no request but an error")
    func misfit() throws {
        var chain = try TestChain()
        try chain.grow(by: 1)
        var commit = chain.lastCommit
        commit.signatures.removeLast()
        let block = try chain.block().with(lastCommit: commit)
        #expect(throws: RequestError("commit size (3) doesn't match validator set length (4) at height 2")) {
            try chain.state.finalizeBlockRequest(block)
        }
        #expect(throws: RequestError.self) {
            try chain.state.extendedCommitInfo(ExtendedCommit(wrapping: commit))
        }
    }

    @Test("A proposer is told the vote extensions, which must be there exactly when the chain uses them")
    func extensions() throws {
        for enabled in [true, false] {
            let parameters = ConsensusParameters(
                abci: ABCIParameters(voteExtensionsEnableHeight: enabled ? 1 : 0))
            var chain = try TestChain(parameters: parameters)
            let empty = ExtendedCommit(wrapping: .empty)
            #expect(try chain.state.extendedCommitInfo(empty) == ExtendedCommitInfo())
            try chain.apply(try chain.block(), flags: [1: .absent])

            let plain = ExtendedCommit(wrapping: chain.lastCommit)
            var extended = plain
            extended.signatures = plain.signatures.map { place in
                place.flag == .commit
                    ? ExtendedCommitSig(
                        commitSig: place.commitSig, extension: [1], extensionSignature: Signature([2])) : place
            }
            let (right, wrong) = enabled ? (extended, plain) : (plain, extended)
            let info = try chain.state.extendedCommitInfo(right)
            #expect(info.votes.map(\.blockIDFlag) == [.commit, .absent, .commit, .commit])
            #expect(info.votes.map(\.voteExtension) == right.signatures.map(\.extension))
            let error = #expect(throws: RequestError.self) { try chain.state.extendedCommitInfo(wrong) }
            #expect(
                error?.message.hasPrefix("commit at height 1 has problems with vote extension data; err vote extension")
                    == true)

            var swapped = right
            swapped.signatures.swapAt(0, 2)
            let misplaced = #expect(throws: RequestError.self) { try chain.state.extendedCommitInfo(swapped) }
            #expect(misplaced?.message.contains("in position 0") == true)
        }
    }

    @Test("A proposal leaves room for header, commit and evidence, and is refused beyond it")
    func room() throws {
        var chain = try TestChain(
            parameters: ConsensusParameters(
                block: BlockParameters(maxBytes: 2_000, maxGas: -1), evidence: EvidenceParameters(maxBytes: 1_000)))
        try chain.grow(by: 1)
        let proposer = try #require(chain.state.validators.proposer).address
        let commit = ExtendedCommit(wrapping: chain.lastCommit)
        let request = try chain.state.prepareProposalRequest(
            transactions: [Transaction([1])], lastCommit: commit, evidence: .empty, proposer: proposer)
        // 11 around, 626 for the header, 94 and 111 for each of four signatures.
        #expect(request.maxTxBytes == 2_000 - 11 - 626 - 94 - 4 * 111)
        let time = try chain.block().header.time
        #expect(request.height == 2 && request.time == time)
        #expect(request.localLastCommit.votes.count == 4 && request.proposerAddress == proposer)

        let count = Int(request.maxTxBytes)
        try ResponsePrepareProposal(txs: [Transaction([UInt8](repeating: 0, count: count - 3))]).check(request)
        let tooLarge = ResponsePrepareProposal(txs: [Transaction([UInt8](repeating: 0, count: count - 2))])
        let refusal = #expect(throws: AnswerRefusal.self) { try tooLarge.check(request) }
        #expect(refusal?.description == "transaction data size exceeds maximum 825")

        let evidence = EvidenceList([.duplicateVote(try chain.duplicateVote(at: 1))])
        #expect(
            try chain.state.transactionBytesMaximum(evidence: evidence)
                == request.maxTxBytes - Int64(evidence.byteSize))
        let much = EvidenceList([Evidence](repeating: evidence.evidence[0], count: 4))
        #expect(throws: RequestError.self) { try chain.state.transactionBytesMaximum(evidence: much) }
    }

    @Test("An answer without a verdict is refused")
    func verdicts() throws {
        #expect(try ResponseProcessProposal(status: .accept).isAccepted())
        #expect(try !ResponseProcessProposal(status: .reject).isAccepted())
        #expect(throws: AnswerRefusal.noVerdict("ProcessProposal")) {
            try ResponseProcessProposal(status: .unknown).isAccepted()
        }
        #expect(try ResponseVerifyVoteExtension(status: .accept).isAccepted())
        #expect(try !ResponseVerifyVoteExtension(status: .reject).isAccepted())
        let refusal = #expect(throws: AnswerRefusal.self) { try ResponseVerifyVoteExtension().isAccepted() }
        #expect(refusal?.description == "VerifyVoteExtension responded with status UNKNOWN")
    }

    @Test("The extension of another's precommit is judged by what the vote says")
    func verifyExtension() throws {
        let chain = try TestChain()
        let address = chain.state.validators.validators[0].address
        let vote = Vote(
            type: .precommit, height: 4, round: 0, blockID: TestChain.id(try chain.block()), timestamp: .zero,
            validatorAddress: address, validatorIndex: 0, extension: [5])
        #expect(
            RequestVerifyVoteExtension(vote)
                == RequestVerifyVoteExtension(
                    hash: vote.blockID.hash, validatorAddress: address, height: 4, voteExtension: [5]))
    }
}
