import Chain
import Cryptography
import Testing
import Transactions
import Wire

/// Values that the tests make transactions of.
enum Samples {
    static let chainID: ChainID = "daon-test"

    static func key(_ number: UInt8 = 1) throws -> Secp256k1PrivateKey {
        try #require(Secp256k1PrivateKey([UInt8](repeating: 0, count: 31) + [number]))
    }

    static func account(_ number: UInt8 = 1) throws -> AccountAddress {
        AccountAddress(.secp256k1(try key(number).publicKey))
    }

    static func hash(_ text: String = "work") -> ContentHash { ContentHash(SHA256.hash(Array(text.utf8))) }

    static func work(_ text: String = "work") throws -> Work {
        Work(
            contentHash: hash(text), license: try License("cc_by_nd"), fingerprint: "f", platform: "api",
            owner: try account(2), detailsCommitment: SHA256.hash([1]), aiTrainingPolicy: .contactRequired,
            licensingURI: try LicensingURI("https://example.org/licence?x=1"), contentKind: .hashOnly)
    }

    /// One message of each kind, all fields set.
    static func messages() throws -> [RegistryMessage] {
        let one = try account(1), two = try account(2)
        let key = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: 32))).publicKey
        let tenth = try #require(Fraction(decimal: "0.1"))
        let rates = CommissionRates(rate: tenth, maximum: try #require(Fraction(decimal: "1")), changeMaximum: tenth)
        let submit = { (content: ProposalContent) -> RegistryMessage in
            .submitProposal(
                MsgSubmitProposal(proposer: one, expectedParametersVersion: 3, expiryHeight: 900, content: content))
        }
        return [
            .register(MsgRegisterContent(creator: one, work: try work())),
            .registerBatch(MsgRegisterContentBatch(creator: one, works: [try work("a"), try work("b")])),
            .transfer(
                MsgTransferOwnership(creator: one, contentHash: hash(), newOwner: two, expectedRevision: 1 << 40)),
            .updateLicense(
                MsgUpdateLicense(
                    creator: one, contentHash: hash(), expectedRevision: 2, license: try License("custom:mine"),
                    aiTrainingPolicy: .open, licensingURI: try LicensingURI("https://a.b"),
                    detailsCommitment: SHA256.hash([2]))),
            .revise(
                MsgRevise(creator: one, work: try work("new"), previousVersion: hash("old"), expectedRevision: 1)),
            .revokeKey(MsgRevokeKey(creator: one, keyID: "k1")),
            .send(MsgSend(sender: one, recipient: two, amount: [try Coin("5atom"), .stake(7)])),
            .createValidator(
                MsgCreateValidator(
                    description: ValidatorDescription(
                        moniker: "m", identity: "i", website: "w", securityContact: "s", details: "d"),
                    commission: rates, validator: one, publicKey: key, value: .stake(1_000_000_000))),
            .undelegate(MsgUndelegate(delegator: one, validator: one, amount: .stake(9))),
            .rotateConsensusKey(MsgRotateConsensusKey(account: one, newKey: key)),
            submit(.admit(two)), submit(.remove(two)), submit(.registryVersion(2)), submit(.halt(77)),
            submit(.upgrade(name: "next", height: 88)),
            submit(
                .parameters([
                    ParameterChange(name: "a", value: "1"), ParameterChange(name: "b", value: "2"),
                ])),
            .vote(MsgVote(voter: one, proposalID: 4, approves: true)),
        ]
    }

    /// A signed transaction of these messages, all by the first account.
    static func transaction(
        _ messages: [RegistryMessage], accountNumber: UInt64 = 7, sequence: UInt64 = 3
    ) throws -> [UInt8] {
        TransactionBuilder(TransactionBody(messages: messages), fee: Fee(gasLimit: 200_000)).signed(
            by: try key(), chainID: chainID, accountNumber: accountNumber, sequence: sequence)
    }
}

/// Fields written by hand, to make what no encoder makes.
struct Fields {
    private(set) var writer = ProtobufWriter()

    func adding(_ change: (inout ProtobufWriter) -> Void) -> Fields {
        var fields = self
        change(&fields.writer)
        return fields
    }

    var bytes: [UInt8] { writer.bytes }
}

/// Numbers that follow from a seed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
