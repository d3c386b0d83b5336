import Chain
import Cryptography
import Testing
import Transactions
import Wire

@testable import ContentRegistry

/// What is stored and what is answered can be read again, and nothing else breaks the reader.
@Suite("Stored entries and answers")
struct AnswerTests {
    private static let hash = SHA256.hash([1])
    private static let (alice, bob) = (Wallet(1).address, Wallet(2).address)
    private static let terms = RecordTerms(
        license: license("custom:mine"), policy: .open, licensingURI: try? LicensingURI("https://example.org/"),
        detailsCommitment: hash)
    private static let record = ContentRecord(
        creator: alice, owner: bob, license: license("cc_by"), policy: .contactRequired, kind: .file,
        licensingURI: try? LicensingURI("https://example.org/x"), detailsCommitment: hash, fingerprint: "f",
        platform: "api", revision: 3, previousVersion: contentHash(1), nextVersion: contentHash(2),
        place: RecordPlace(height: 7, index: 2), time: RegistryChain.begin, transactionHash: hash, changes: 2)
    private static let answer = RecordAnswer(
        contentHash: contentHash(1), creator: alice, owner: bob, license: license("cc_by"), aiTrainingPolicy: .open,
        contentKind: .hashOnly, licensingURI: try? LicensingURI("https://example.org/"), detailsCommitment: hash,
        fingerprint: "f", platform: "p", revision: 2, previousVersion: contentHash(2), nextVersion: contentHash(3),
        height: 5, time: RegistryChain.begin, transactionHash: hash)
    private static let entry = HistoryEntry(
        action: .transferred, from: "a", to: "b", revision: 2, height: 3, time: RegistryChain.begin,
        transactionHash: hash)

    private static func proposal(_ content: ProposalContent) -> ProposalEntry {
        var proposal = ProposalEntry(
            number: 3,
            message: MsgSubmitProposal(
                proposer: alice, expectedParametersVersion: 2, expiryHeight: 9, content: content), height: 4,
            outcome: .passed, closedHeight: 5)
        for (voter, approves) in [(bob, true), (alice, false), (bob, false)] {
            proposal.set(ProposalEntry.Ballot(voter: voter, approves: approves))
        }
        return proposal
    }

    @Test("Votes stand in the order of the voters, each once")
    func ballots() {
        let ballots = Self.proposal(.halt(1)).ballots
        #expect(ballots.map(\.voter) == [Self.alice, Self.bob].sorted())
        #expect(ballots.allSatisfy { !$0.approves })
    }

    private func expectReadable<Value: ProtobufCodable & Equatable>(_ value: Value) throws {
        let bytes = value.protobuf
        #expect(try Value(protobuf: bytes) == value)
        for count in 0..<bytes.count {
            // Cut between fields, it may be another value; it must never be this one.
            if let shorter = try? Value(protobuf: Array(bytes.prefix(count))) { #expect(shorter != value) }
        }
        var chance = Chance(seed: UInt64(bytes.count))
        for _ in 0..<300 {
            var turned = bytes
            if !turned.isEmpty { turned[chance.below(turned.count)] = UInt8(truncatingIfNeeded: chance.next()) }
            // The bytes may mean something; the reader only has to end, and to write the same again.
            if let other = try? Value(protobuf: turned) { #expect(try Value(protobuf: other.protobuf) == other) }
        }
    }

    @Test("Entries of the state")
    func stored() throws {
        try expectReadable(Self.record)
        try expectReadable(Self.terms)
        for kind in [
            RecordChange.Kind.ownership(from: Self.alice, to: Self.bob),
            .terms(from: Self.terms, to: RecordTerms(license: license("cc_by"))), .nextVersion(contentHash(3)),
        ] {
            try expectReadable(
                RecordChange(kind: kind, revision: 2, height: 3, time: RegistryChain.begin, transactionHash: Self.hash))
        }
        try expectReadable(
            Account(number: 3, sequence: 9, publicKey: .secp256k1(Wallet(1).key.publicKey)))
        try expectReadable(RegistryParameters())
        var statistics = RegistryStatistics()
        statistics.records = 3
        for name in ["cc_by", "custom:a", "custom:b"] as [ByteString] { statistics.add(license(name)) }
        try expectReadable(statistics)
        try expectReadable(
            BondedValidator(
                publicKey: .ed25519(RegistryChain.validatorKey(1).publicKey), power: 5, operatorAddress: Self.alice,
                bond: 1_000_000, moniker: "one", since: 3, keySince: 4, isTombstoned: true))
        try expectReadable(
            CommittedHeight(
                chainID: "c", height: 3, time: RegistryChain.begin, isGenesis: true, faultModel: .crash,
                evidenceAge: .seconds(3), halt: HaltPlan(height: 3, upgrade: "next")))
        try expectReadable(KeyRevocation(height: 3, time: RegistryChain.begin, transactionHash: Self.hash))
        try expectReadable(FormerKey(account: Self.alice, ended: 3, isDead: true))
        for content in [
            ProposalContent.admit(Self.alice), .remove(Self.bob), .registryVersion(3), .halt(7),
            .upgrade(name: "next", height: 8),
            .parameters([ParameterChange(name: "admission", value: "open")]),
        ] {
            try expectReadable(Self.proposal(content))
        }
    }

    @Test("Questions and answers")
    func answers() throws {
        try expectReadable(Self.answer)
        try expectReadable(RecordsAnswer([Self.answer, Self.answer], page: PageResponse(nextKey: [1])))
        try expectReadable(Self.entry)
        try expectReadable(HistoryAnswer([Self.entry], page: PageResponse(nextKey: [2])))
        try expectReadable(
            StatisticsAnswer(
                records: 1, transfers: 2, byLicense: [StatisticsAnswer.LicenseCount(license: "a", count: 1)],
                accounts: 4))
        try expectReadable(VerificationAnswer(isVerified: true, creator: "a", license: "b", timestamp: 4))
        try expectReadable(
            ParametersAnswer(
                registryVersion: 2, unorderedTTL: 5, validatorBond: 6, unbondingTime: 7, admitsByVote: true,
                version: 8))
        try expectReadable(
            ValidatorsAnswer(
                [
                    ValidatorsAnswer.Entry(
                        account: Self.alice, publicKey: .ed25519(RegistryChain.validatorKey(1).publicKey), power: 5,
                        bond: 6, moniker: "m", since: 7, isTombstoned: true, lastSigned: 8, isPresent: true)
                ], admitted: [Self.bob],
                unbonding: [ValidatorsAnswer.Unbonding(account: Self.alice, time: 3, amount: 4)]))
        try expectReadable(ProposalsAnswer([Self.proposal(.halt(3))]))
        try expectReadable(ProposalsRequest(includesClosed: true, limit: 3))
        try expectReadable(RecordRequest(contentHash: "a", page: PageRequest(key: [1], limit: 3, isReversed: true)))
        try expectReadable(RecordsRequest(owner: "a", page: PageRequest(limit: 3), fromHeight: 4))
        let revoked = RevokedKey(keyID: "k1", height: 3, time: RegistryChain.begin, transactionHash: Self.hash)
        try expectReadable(revoked)
        try expectReadable(RevokedKeysAnswer([revoked], page: PageResponse(nextKey: [1])))
        try expectReadable(RevokedKeysRequest(account: "a", page: PageRequest(limit: 3), keyID: "k"))
        try expectReadable(MsgRevokeKeyResponse(isExisting: true, height: 3, transactionHash: Self.hash))
        try expectReadable(StateRangeRequest(lower: [1], upper: [2], limit: 3))
    }

    @Test("Amounts are stored in the fewest bytes", arguments: [0, 1, 255, 256, 1_000_000_000, UInt128.max])
    func amounts(value: UInt128) {
        let stored = Amount(value).stored
        #expect(stored.first != 0)
        #expect(Amount(stored: stored) == Amount(value))
        #expect(Amount(stored: [0] + stored) == nil)
    }

    @Test("Keys are in the order of what they mean")
    func keys() {
        let places = [(1, 0), (1, 1), (1, 256), (2, 0), (256, 0)].map { RecordPlace(height: $0.0, index: $0.1) }
        #expect(
            places.map { StateKey.order($0) }
                == places.map { StateKey.order($0) }.sorted { $0.lexicographicallyPrecedes($1) })
        for place in places { #expect(RecordPlace(place.bytes) == place) }
        #expect(RecordPlace([1, 2]) == nil)
    }
}
