import ABCI
import Chain
import Consensus
import Cryptography
import Evidence
import Execution
import PeerMessages
import Sync
import Testing
import Wire

@testable import Engine

/// Events and effects that no world of the tests brings, made by hand.
struct Samples {
    let key: Ed25519PrivateKey
    let peer: NodeID
    let vote: Vote
    let proposal: Proposal
    let evidence: Evidence
    let hash = Hash([UInt8](1...32)) ?? SHA256.hash([])

    init() throws {
        key = try #require(Ed25519PrivateKey(seed: Array(repeating: 9, count: 32)))
        let publicKey = PublicKey.ed25519(key.publicKey)
        peer = NodeID(publicKey)
        let block = BlockID(hash: SHA256.hash([1]), partSetHeader: PartSetHeader(total: 2, hash: SHA256.hash([2])))
        let other = BlockID(hash: SHA256.hash([3]), partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([4])))
        var votes = [block, other].map { id in
            Vote(
                type: .prevote, height: 5, round: 1, blockID: id, timestamp: .unixEpoch.adding(nanoseconds: 17),
                validatorAddress: publicKey.address, validatorIndex: 0)
        }
        for index in votes.indices {
            votes[index].signature = key.sign(votes[index].signBytes(chainID: "samples"))
        }
        vote = votes[0]
        var proposal = Proposal(height: 5, round: 1, polRound: -1, blockID: block, timestamp: .unixEpoch)
        proposal.signature = key.sign(proposal.signBytes(chainID: "samples"))
        self.proposal = proposal
        let set = try ValidatorSet([Validator(publicKey: publicKey, votingPower: 10)])
        evidence = .duplicateVote(
            try DuplicateVoteEvidence(votes[0], votes[1], blockTime: .unixEpoch, validators: set))
    }

    var verifiedVote: VerifiedVote? {
        VerifiedVote(verifying: vote, chainID: "samples", publicKey: .ed25519(key.publicKey))
    }

    var verifiedProposal: VerifiedProposal? {
        VerifiedProposal(verifying: proposal, chainID: "samples", publicKey: .ed25519(key.publicKey))
    }

    var events: [Engine.Event] {
        let failure = ApplicationError("it is\nnot well")
        let rejection = BlockRejection(.evidenceValidity, "too old")
        let client = ClientID(.max)
        var events: [Engine.Event] = [
            .timeout(Timeout(height: 7, round: 2, step: .precommitWait)),
            .proposalSigned(nil, height: 3, round: 1), .proposalSigned(verifiedProposal, height: 5, round: 1),
            .voteSigned(nil, height: 3, round: 0, type: .precommit),
            .voteSigned(verifiedVote, height: 5, round: 1, type: .prevote),
            .answered(.initChain(.failure(failure), changes: [StagedChange(key: [1], value: nil)])),
            .answered(.prepareProposal(.failure(failure), height: 3, round: 1)),
            .answered(.processProposal(.failure(failure), block: hash, height: 3)),
            .answered(.processProposal(.success(ResponseProcessProposal(status: .reject)), block: hash, height: 3)),
            .answered(.extendVote(.failure(failure), height: 3, round: 1)),
            .answered(.finalizeBlock(.failure(failure), changes: [], height: 3)),
            .answered(.commit(.failure(failure), height: 3)),
            .answered(.commit(.success(ResponseCommit(retainHeight: 2)), height: 3)),
            .answered(.checkTx(.failure(failure), key: hash, type: .recheck)),
            .answered(
                .checkTx(
                    .success(
                        ResponseCheckTx(
                            code: 3, data: [1, 2], log: "log", info: "info", gasWanted: 4, gasUsed: 5,
                            events: [
                                ABCI.Event(
                                    type: "a", attributes: [EventAttribute(key: "k", value: "v", index: true)])
                            ], codespace: "space")),
                    key: hash, type: .new)),
            .blockVerified(rejection, block: hash, height: 9), .blockVerified(nil, block: hash, height: 9),
            .evidenceVerified(
                EvidenceFinding(
                    purpose: .block(hash, height: 5), evidence: [evidence], verified: [], rejection: rejection,
                    isOnlyTooOld: true)),
            .evidenceVerified(
                EvidenceFinding(purpose: .peer(peer), evidence: [evidence], verified: [evidence], rejection: nil)),
            .evidenceVerified(
                EvidenceFinding(purpose: .client(client), evidence: [], verified: [], rejection: nil)),
            .committed(height: .init(.max)), .submitted(Transaction([]), by: client, mode: .async),
            .submitted(Transaction([0, 255]), by: ClientID(0), mode: .sync), .evidenceSubmitted(evidence, by: client),
            .clientLeft(client), .peerConnected(peer, keepsEarly: true), .peerDisconnected(peer),
            .message(.consensus(.vote(vote)), from: peer), .message(.consensus(.proposal(proposal)), from: peer),
            .message(.mempool(.transactions([Transaction([1])])), from: peer),
            .sent(to: peer, channel: .mempool, count: 3), .voteVerified(nil, vote: vote, from: peer),
            .voteVerified(verifiedVote, vote: vote, from: peer), .proposalVerified(nil, proposal: proposal, from: peer),
            .blockLoaded(nil, height: 4), .gossipDue, .syncDue, .relayDue,
            .commitExamined(CommitFinding(number: 3, height: 5, verdict: .falseCommit("a"))),
            .commitExamined(CommitFinding(number: .max, height: 6, verdict: .falseBlock("b"))),
        ]
        if let verifiedVote {
            let status = ResponseVerifyVoteExtension(status: .accept)
            events.append(.answered(.verifyVoteExtension(.success(status), vote: verifiedVote, from: peer)))
            events.append(.answered(.verifyVoteExtension(.failure(failure), vote: verifiedVote, from: peer)))
        }
        return events
    }

    private func examination(_ number: UInt64) -> CommitExamination {
        CommitExamination(
            number: number, chainID: "samples",
            block: Block(height: 5, transactions: [], lastCommit: .empty, evidence: []), commit: .empty,
            extendedCommit: nil, extensionsAreEnabled: false, validators: .empty, faultModel: .byzantine)
    }

    /// Effects of which each is another than all others, with every case of what only they hold.
    var effects: [Engine.Effect] {
        actions.map { Effect($0) } + [
            Effect(.truncateLog(through: 3), after: .logged(LogPosition(3))),
            Effect(.truncateLog(through: 3), after: .logged(LogPosition(4))),
            Effect(.truncateLog(through: 3), after: .committed(3)),
        ]
    }

    private var actions: [Action] {
        var actions: [Action] = [
            .truncateLog(through: 3), .truncateLog(through: 4), .loadBlock(3),
            .schedule(Timeout(height: 3, round: 0, step: .propose), after: Nanoseconds(1)),
            .schedule(Timeout(height: 3, round: 1, step: .propose), after: Nanoseconds(1)),
            .schedule(Timeout(height: 3, round: 0, step: .commit), after: Nanoseconds(1)),
            .schedule(Timeout(height: 3, round: 0, step: .propose), after: Nanoseconds(2)),
            .scheduleGossip(after: Nanoseconds(1)), .scheduleSync(after: Nanoseconds(1)),
            .scheduleRelay(after: Nanoseconds(1)),
            .examineCommit(examination(1)), .examineCommit(examination(2)), .disconnect(peer, reason: "a"),
            .disconnect(peer, reason: "b"),
            .signVote(vote), .signProposal(proposal), .call(.commit(height: 3)),
            .call(.extendVote(RequestExtendVote(hash: hash), round: 0)),
            .call(.extendVote(RequestExtendVote(hash: hash), round: 1)),
            .verifyVote(vote, publicKey: .ed25519(key.publicKey), chainID: "a", from: peer),
            .verifyVote(vote, publicKey: .ed25519(key.publicKey), chainID: "b", from: peer),
            .verifyProposal(proposal, publicKey: .ed25519(key.publicKey), chainID: "a", from: peer),
            .reply(ClientID(1), .refused("a")), .reply(ClientID(2), .refused("a")),
            .reply(ClientID(1), .taken(hash: hash)),
            .reply(ClientID(1), .checked(ResponseCheckTx(), hash: hash)),
            .reply(ClientID(1), .checked(ResponseCheckTx(code: 1), hash: hash)),
            .reply(ClientID(1), .committed(ResponseCheckTx(), ExecTxResult(), hash: hash, height: 1)),
            .reply(ClientID(1), .committed(ResponseCheckTx(), ExecTxResult(), hash: hash, height: 2)),
            .stop(.applicationFailed("a")), .stop(.answerRefused("a")), .stop(.invalidBlockDecided("a")),
            .stop(.logDoesNotFit("a")), .stop(.signaturesAheadOfLog(height: 1)),
        ]
        if let verifiedVote {
            for bytes: [UInt8] in [[], [1]] {
                let request = RequestVerifyVoteExtension(hash: hash, voteExtension: bytes)
                actions.append(.call(.verifyVoteExtension(request, verifiedVote, from: peer)))
            }
        }
        actions += notices.map { .publish(.notice($0)) }
        actions += observations.map { .publish(.consensus($0)) }
        return actions
    }

    private var notices: [Notice] {
        let refusals: [VoteRefusal] = [
            .unexpectedStep(expected: "a", found: "b"), .unknownIndex(1, validators: 2), .wrongValidator(index: 1),
            .otherSignature(index: 1), .unexpectedExtension, .missingExtension, .unwantedRound(1), .wrongChain,
        ]
        let reasons: [RefusalReason] =
            refusals.map { .vote($0) } + [
                .notTheProposer, .proofOfLockRound, .tooManyParts, .part("a"), .notABlock("a"), .contradictingClaim,
            ]
        return reasons.map { .refused(peer, $0) } + [
            .chainStarted("a", height: 1, validators: 2), .chainStarted("b", height: 1, validators: 2),
            .resumed(height: 1, records: 2), .abstaining(through: 1), .listening(othersCount: 1),
            .signingStopped(.init(validator: Address(truncating: hash), height: 1)), .applicationFailed("a"),
            .signerRefused("a"), .equivocation(validator: 1, height: 1),
            .ownEquivocation(height: 1, round: 1, type: .prevote),
            .ownEquivocation(height: 1, round: 1, type: .precommit),
            .evidenceRefused("a", from: peer), .quorumForInvalidBlock(rule: "a"),
            .catchingUp(after: 3), .caughtUp(height: 3), .blocksOwed(by: peer, "a"),
            .rejoining(height: 1, round: 2), .rejoined(after: 1),
        ]
    }

    private var observations: [Observation] {
        let id = vote.blockID
        return [
            .step(height: 1, round: 2, step: .propose), .step(height: 1, round: 2, step: .prevote),
            .round(height: 1, round: 2), .proposal(proposal),
            .part(PartSet(splitting: [1, 2, 3]).parts[0], height: 1, round: 2), .completeBlock(id, height: 1, round: 2),
            .vote(vote), .polka(id, height: 1, round: 2),
            .validBlock(id.partSetHeader, height: 1, round: 2, isCommit: true),
            .validBlock(id.partSetHeader, height: 1, round: 2, isCommit: false), .locked(id, height: 1, round: 2),
            .relocked(id, height: 1, round: 2), .unlocked(height: 1, round: 2), .proposeTimeout(height: 1, round: 2),
            .voteTimeout(height: 1, round: 2, step: .prevoteWait),
        ]
    }
}
