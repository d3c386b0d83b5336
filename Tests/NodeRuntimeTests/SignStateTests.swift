import Chain
import Consensus
import Cryptography
import Engine
import Signer
import Testing

@testable import NodeRuntime

@Suite("The state that is mirrored with a record")
struct SignStateTests {
    private let chainID: ChainID = "mirror"

    private func key() throws -> Ed25519PrivateKey {
        try #require(Ed25519PrivateKey(seed: Array(repeating: 3, count: 32)))
    }

    private func proposal(_ key: Ed25519PrivateKey) throws -> (LogRecord, SignState) {
        let start = SignState.start
        let (signed, state) = try start.signing(
            Proposal(height: 5, round: 1, polRound: .none, blockID: blockID, timestamp: .unixEpoch),
            chainID: chainID, with: key)
        let verified = VerifiedProposal(verifying: signed, chainID: chainID, publicKey: .ed25519(key.publicKey))
        return (record(.proposalSigned(verified, height: 5, round: 1)), state)
    }

    private func vote(_ key: Ed25519PrivateKey, after state: SignState) throws -> (LogRecord, SignState) {
        let vote = Vote(
            type: .prevote, height: 5, round: 1, blockID: blockID, timestamp: .unixEpoch,
            validatorAddress: PublicKey.ed25519(key.publicKey).address, validatorIndex: 0, signature: Signature([]))
        let (signed, next) = try state.signing(vote, chainID: chainID, with: key)
        let verified = VerifiedVote(verifying: signed, chainID: chainID, publicKey: .ed25519(key.publicKey))
        return (record(.voteSigned(verified, height: 5, round: 1, type: .prevote)), next)
    }

    private var blockID: BlockID {
        BlockID(hash: SHA256.hash([1]), partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([2])))
    }

    private func record(_ input: Input) -> LogRecord {
        LogRecord(height: 5, time: Instant(wall: .unixEpoch, monotonic: Nanoseconds(0)), input: input)
    }

    @Test("is the one of the record's own signature, though the signer has gone on")
    func ownSignature() throws {
        let key = try key()
        // A proposer signs its prevote before the record of its proposal is written.
        let (first, afterProposal) = try proposal(key)
        let (second, afterVote) = try vote(key, after: afterProposal)
        #expect(first.signState == afterProposal)
        #expect(second.signState == afterVote)
        #expect(afterProposal.position < afterVote.position)
    }

    @Test("is none for a record without a signature of ours")
    func none() {
        #expect(record(.proposalSigned(nil, height: 5, round: 1)).signState == nil)
        #expect(record(.voteSigned(nil, height: 5, round: 1, type: .prevote)).signState == nil)
        #expect(record(.timeout(Timeout(height: 5, round: 1, step: .propose))).signState == nil)
    }
}
