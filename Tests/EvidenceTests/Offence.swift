import Chain
import Cryptography
import Evidence

/// Votes that contradict each other, and the evidence that they are.
enum Offence {
    static let chainID: ChainID = "offence"

    static let keys = (0..<4).compactMap { Ed25519PrivateKey(seed: [UInt8](repeating: UInt8($0) + 1, count: 32)) }

    static func validators(powers: [Int64] = [10, 20, 30, 40]) throws -> ValidatorSet {
        try ValidatorSet(
            zip(keys, powers).map { Validator(publicKey: .ed25519($0.publicKey), votingPower: VotingPower($1)) })
    }

    static func time(_ height: Height) -> Timestamp {
        Timestamp.unixEpoch.adding(nanoseconds: 1_700_000_000_000_000_000 + height.rawValue * 1_000_000_000)
    }

    static func blockID(_ number: UInt8) -> BlockID {
        BlockID(hash: SHA256.hash([number]), partSetHeader: PartSetHeader(total: 1, hash: SHA256.hash([number, 1])))
    }

    static func vote(
        by validator: Int = 0, height: Height = 5, round: Round = 0, type: SignedMessageType = .prevote,
        block: UInt8
    ) -> Vote {
        let key = keys[validator]
        var vote = Vote(
            type: type, height: height, round: round, blockID: blockID(block), timestamp: time(99),
            validatorAddress: PublicKey.ed25519(key.publicKey).address, validatorIndex: Int32(validator),
            signature: Signature([]))
        vote.signature = key.sign(vote.signBytes(chainID: chainID))
        return vote
    }

    static func evidence(
        by validator: Int = 0, height: Height = 5, round: Round = 0, type: SignedMessageType = .prevote
    ) throws -> Evidence {
        .duplicateVote(
            try DuplicateVoteEvidence(
                vote(by: validator, height: height, round: round, type: type, block: 1),
                vote(by: validator, height: height, round: round, type: type, block: 2),
                blockTime: time(height), validators: validators()))
    }
}

extension EvidencePool {
    init(_ change: (inout EvidenceLimits) -> Void) {
        var limits = EvidenceLimits()
        change(&limits)
        self.init(limits: limits)
    }

    mutating func form(_ height: Height) throws -> [Evidence] {
        formEvidence(height: height, time: Offence.time(height), validators: try Offence.validators())
    }

    var all: [Evidence] { list(bytesMaximum: -1).evidence }
}
