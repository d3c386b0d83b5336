import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Evidence")
struct EvidenceTests {
    private static let encoded =
        "0a80030ab4010802100a22480a200c9ea48402af5bb072c4731bdebcbed4e8e08a67931b6d7342d4ef7bc4a75ca11224080d1220dfbd32"
        + "3f55565c02e06daa8c579b69774889181291c470576a99e11f2c5acf772a0c08bd88c7bf0610c7d7e2af013214543b49ef664dc4f0"
        + "b307c210352cae5530d2a6b44240e195a006a9573290f9c512383858075dc477d41308e236c423ae1f446ce719ed849e3b12e1bd31"
        + "b7c6d2f266b6ae5cba32f9e6c63d5223dd27d1cfde0dc13a0e12b4010802100a22480a20e091ef65ed24fa43b894a499b642adc01b"
        + "2fa1c4b58801411941bb448f1f7a04122408071220794db86d6ecac547ee51d4c9050f9e9f318dae958c150acc21c878f0c7df6065"
        + "2a0c08f88c8cb50610d2e0a280013214543b49ef664dc4f0b307c210352cae5530d2a6b44240a4224f8b268067d92b6066468b6c4b"
        + "8071ca07e69a110ce9bd3f676793f4afca3f6463706b2cd2979bad30389b808caae61c2c6d62631f92ac3b912b164fe60518642028"
        + "2a0c08b1b6f3c80610dfceac8203"

    /// Two signed votes of one validator for different blocks.
    static func duplicateVote() throws -> DuplicateVoteEvidence {
        let validators = try SigningValidators(powers: [10, 20])
        let votes = [1, 2].map { (number: UInt8) in
            var vote = Sample.vote
            vote.validatorAddress = validators.set.validators[0].address
            vote.validatorIndex = 0
            vote.blockID = Sample.blockID(number)
            vote.signature = validators.keys[0].sign(vote.signBytes(chainID: validators.chainID))
            return vote
        }
        return try DuplicateVoteEvidence(votes[0], votes[1], blockTime: Sample.time, validators: validators.set)
    }

    private static func attack(commonHeight: Height = 3, totalPower: VotingPower = 30) throws
        -> LightClientAttackEvidence
    {
        let validators = try SigningValidators(powers: [10, 20])
        var header = Sample.header
        header.height = 5
        header.chainID = validators.chainID
        header.validatorsHash = validators.set.hash
        let commit = validators.commit(
            blockID: BlockID(hash: header.hash, partSetHeader: PartSetHeader(total: 1, hash: Sample.hash(1))))
        return LightClientAttackEvidence(
            conflictingBlock: LightBlock(
                signedHeader: SignedHeader(header: header, commit: commit), validatorSet: validators.set),
            commonHeight: commonHeight, byzantineValidators: validators.set.validators, totalVotingPower: totalPower,
            timestamp: Sample.time)
    }

    @Test("Of several members the last one counts; the others must be well-formed, and no more than that")
    func severalMembers() throws {
        let votes = try Self.duplicateVote()
        let swapped = DuplicateVoteEvidence(
            voteA: votes.voteB, voteB: votes.voteA, totalVotingPower: 30, validatorPower: 10, timestamp: Sample.time)
        var writer = ProtobufWriter()
        writer.message(1, swapped)
        #expect(throws: DecodingError.self) { try Evidence(protobuf: writer.bytes) }
        writer.message(1, votes)
        #expect(try Evidence(protobuf: writer.bytes) == .duplicateVote(votes))

        var malformed = ProtobufWriter()
        malformed.bytes(1, [0x0a])
        malformed.message(1, votes)
        #expect(throws: DecodingError.self) { try Evidence(protobuf: malformed.bytes) }
    }

    @Test("Evidence of CometBFT's is read, hashed and written as there")
    func vector() throws {
        let evidence = try Evidence(protobuf: bytes(Self.encoded))
        #expect(evidence.protobuf == (try bytes(Self.encoded)))
        #expect(
            evidence.hash.bytes == (try bytes("b80a53fc03b39e4f6720e3c1dcc8d48203b637d3b0fa7eba57be40c1d801a229")))
        #expect(evidence.height == 10)
        try evidence.validate()
        #expect(EvidenceList([evidence]).hash == MerkleTree.leafHash(evidence.bytes))
    }

    @Test("Both kinds of evidence go both ways, and cut or damaged bytes never trap")
    func decoder() throws {
        for evidence in [Evidence.duplicateVote(try Self.duplicateVote()), .lightClientAttack(try Self.attack())] {
            try evidence.validate()
            try checkDecoder(of: evidence)
            #expect(try Evidence(json: evidence.json) == evidence)
            let list = EvidenceList([evidence, evidence])
            try checkDecoder(of: list)
            #expect(try EvidenceList(json: list.json) == list)
            #expect(list.byteSize == list.protobuf.count)
        }
        #expect(EvidenceList.empty.hash == MerkleTree.emptyRoot)
        #expect(EvidenceList.empty.json.description == #"{"evidence":[]}"#)
    }

    @Test("The votes stand in the order of their blocks' keys, whichever came first")
    func order() throws {
        let evidence = try Self.duplicateVote()
        let validators = try SigningValidators(powers: [10, 20])
        let swapped = try DuplicateVoteEvidence(
            evidence.voteB, evidence.voteA, blockTime: Sample.time, validators: validators.set)
        #expect(swapped == evidence)
        #expect(evidence.totalVotingPower == 30 && evidence.validatorPower == 20)
        let reversed = DuplicateVoteEvidence(
            voteA: evidence.voteB, voteB: evidence.voteA, totalVotingPower: 30, validatorPower: 20,
            timestamp: Sample.time)
        #expect(try rule(reading: DuplicateVoteEvidence.self, reversed.protobuf) == "duplicate votes in invalid order")
        let same = DuplicateVoteEvidence(
            voteA: evidence.voteA, voteB: evidence.voteA, totalVotingPower: 30, validatorPower: 20,
            timestamp: Sample.time)
        #expect(try rule(reading: DuplicateVoteEvidence.self, same.protobuf) == "duplicate votes in invalid order")
    }

    @Test("A voter who is no validator gives no evidence")
    func stranger() throws {
        let others = try SigningValidators(powers: [1], seed: 9)
        let evidence = try Self.duplicateVote()
        #expect(throws: ValidationError.self) {
            try DuplicateVoteEvidence(
                evidence.voteA, evidence.voteB, blockTime: Sample.time, validators: others.set)
        }
    }

    @Test("Evidence without its votes, or with one that breaks a rule, is refused")
    func votes() throws {
        #expect(
            try rule(reading: DuplicateVoteEvidence.self, [])
                == "one or both of the votes are empty nil-Vote, nil-Vote")
        var writer = ProtobufWriter()
        writer.message(1, Sample.vote)
        #expect(
            try rule(reading: DuplicateVoteEvidence.self, writer.bytes)
                == "one or both of the votes are empty \(Sample.vote), nil-Vote")
        var unsigned = Sample.vote
        unsigned.signature = .empty
        writer.message(2, unsigned)
        #expect(try rule(reading: DuplicateVoteEvidence.self, writer.bytes) == "signature is missing")
        #expect(try rule(reading: Evidence.self, []) == "evidence is not recognized")
        #expect(throws: JSONError.self) { try Evidence(json: .tagged("tendermint/Other", .null)) }
    }

    @Test("An attack's name leaves out the last byte of the conflicting header's hash")
    func attackHash() throws {
        let evidence = try Self.attack(commonHeight: 300)
        let hash = evidence.conflictingBlock.header.hash.bytes
        #expect(evidence.hash == SHA256.hash(hash.dropLast() + [0, 0xd8, 0x04]))
    }

    @Test(
        "An attack that breaks a rule is refused in CometBFT's words",
        arguments: [
            (3, 0, "negative or zero total voting power"), (0, 30, "negative or zero common height"),
            (6, 30, "common height is ahead of the conflicting block height (6 > 5)"),
        ] as [(Height, VotingPower, String)])
    func attackRules(commonHeight: Height, totalPower: VotingPower, text: String) throws {
        let evidence = try Self.attack(commonHeight: commonHeight, totalPower: totalPower)
        #expect(try rule(reading: LightClientAttackEvidence.self, evidence.protobuf) == text)
    }

    @Test("An attack whose block lacks a piece is refused in CometBFT's words")
    func missingPieces() throws {
        func text(_ write: (inout ProtobufWriter) -> Void) throws -> String? {
            var writer = ProtobufWriter()
            write(&writer)
            return try rule(reading: LightClientAttackEvidence.self, writer.bytes)
        }
        let block = try Self.attack().conflictingBlock
        #expect(try text { _ in } == "nil light block")
        #expect(try text { $0.message(1) { _ in } } == "conflicting block missing signed header")
        #expect(try text { $0.message(1) { $0.message(1) { _ in } } } == "conflicting block missing header")
        #expect(
            try text { $0.message(1) { $0.message(1) { $0.message(1, block.header) } } }
                == "invalid conflicting light block: invalid signed header: missing commit")
        #expect(
            try text { $0.message(1) { $0.message(1, block.signedHeader) } }
                == "invalid conflicting light block: missing validator set")
    }

    @Test("Attackers are those who signed what could not be, or both blocks; amnesia names nobody")
    func attackers() throws {
        let evidence = try Self.attack()
        let conflicting = evidence.conflictingBlock
        let validators = conflicting.validatorSet
        func attackers(_ header: Header, _ commit: Commit) -> [Validator] {
            evidence.attackers(
                commonValidators: validators, trusted: SignedHeader(header: header, commit: commit))
        }
        var trusted = conflicting.header
        trusted.appHash = AppHash([9])
        #expect(attackers(trusted, conflicting.commit) == validators.validators)
        trusted = conflicting.header
        trusted.dataHash = nil
        let half = try SigningValidators(powers: [10, 20]).commit(flags: [.absent, .commit])
        #expect(attackers(trusted, half) == [validators.validators[1]])
        var later = half
        later.round = 1
        #expect(attackers(trusted, later).isEmpty)
    }
}
