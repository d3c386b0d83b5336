import ABCI
import Chain
import ContentRegistry
import Cryptography
import JSON
import RESTGateway
import RPC
import Testing
import Transactions
import Wire

/// Whoever has the words of `API_MNEMONIC`, which lie in many environments, at the REST interface: five thousand million
/// `stake`, five times a validator's bond, and no way to use them for power.
@Suite("Whoever has the API's key")
struct AttackerTests {
    private let operatorKey: Secp256k1PrivateKey
    private let apiKey: Secp256k1PrivateKey
    /// An accomplice's account, which gets coins.
    private let otherKey: Secp256k1PrivateKey
    /// Somebody who keeps their own key.
    private let ownerKey: Secp256k1PrivateKey
    private let node: RegistryNode
    private let gateway: Gateway
    private let record = ContentHash(SHA256.hash([1]))

    init() throws {
        let keys = try (1...4).map { start in
            try #require(Secp256k1PrivateKey(Array(UInt8(start)...UInt8(start + 31))))
        }
        (operatorKey, apiKey, otherKey, ownerKey) = (keys[0], keys[1], keys[2], keys[3])
        node = try RegistryNode([operatorKey, apiKey])
        gateway = Gateway(view: node, bodyBytesMaximum: 1_000_000)
        try node.block()
        // The record is its owner's from the beginning.
        let work = Work(contentHash: record, license: try License("cc_by"), contentKind: .text)
        let register = RegistryMessage.register(MsgRegisterContent(creator: account(ownerKey), work: work))
        try node.block(sign(register, by: ownerKey, number: 0, sequence: 0))
    }

    private func account(_ key: Secp256k1PrivateKey) -> AccountAddress { AccountAddress(.secp256k1(key.publicKey)) }

    private func sign(
        _ message: RegistryMessage, by key: Secp256k1PrivateKey, number: UInt64, sequence: UInt64
    ) -> [UInt8] {
        TransactionBuilder(TransactionBody(messages: [message]), fee: Fee(gasLimit: 200_000))
            .signed(by: key, chainID: RegistryNode.chainID, accountNumber: number, sequence: sequence)
    }

    private func bond(_ key: Secp256k1PrivateKey, for operatorAddress: AccountAddress? = nil) throws -> RegistryMessage
    {
        let rates = try #require(Fraction(rawValue: 0))
        let consensusKey = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 77, count: 32)))
        return .createValidator(
            MsgCreateValidator(
                description: ValidatorDescription(moniker: "attacker"),
                commission: CommissionRates(rate: rates, maximum: rates, changeMaximum: rates),
                validator: operatorAddress ?? account(key), publicKey: consensusKey.publicKey,
                value: .stake(1_000_000_000)))
    }

    /// Sends to the REST interface and makes a block; says why it was refused, by the interface or by the block.
    private func attempt(
        _ message: RegistryMessage, by key: Secp256k1PrivateKey, number: UInt64, sequence: UInt64
    ) async throws -> String? {
        let bytes = sign(message, by: key, number: number, sequence: sequence)
        let answer = await gateway.post(
            "/cosmos/tx/v1beta1/txs", #"{"tx_bytes":"\#(Base64.encode(bytes))","mode":"BROADCAST_MODE_SYNC"}"#)
        #expect(answer.status == 200, "\(answer)")
        if answer["tx_response", "code"] != .integer(0) { return text(answer["tx_response", "raw_log"]) }
        try node.block()
        let found = await gateway.get("/cosmos/tx/v1beta1/txs/\(Hex.uppercase(SHA256.hash(bytes).bytes))")
        return found["tx_response", "code"] == .integer(0) ? nil : text(found["tx_response", "raw_log"])
    }

    private func text(_ json: JSONValue?) -> String {
        if case .string(let text) = json { text.description } else { "" }
    }

    private func state() async -> [String] {
        [
            await gateway.get("/cosmos/staking/v1beta1/validators").text,
            await gateway.get("/cosmos/staking/v1beta1/pool").text,
            await gateway.get("/daon-network/daon-core/contentregistry/v1/record/\(record)").text,
            await gateway.get("/daon-network/daon-core/contentregistry/v1/history/\(record)").text,
            await gateway.get("/daon-network/daon-core/contentregistry/v1/params").text,
        ]
    }

    @Test("cannot bond, vote, change a validator, or move or change a record that its owner holds")
    func attacker() async throws {
        let before = await state()
        let api = account(apiKey)
        let license = try License("public_domain")
        let newKey = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 78, count: 32))).publicKey
        func propose(_ content: ProposalContent) -> RegistryMessage {
            .submitProposal(
                MsgSubmitProposal(
                    proposer: api, expectedParametersVersion: 0, expiryHeight: 1_000_000, content: content))
        }
        let next = Work(contentHash: ContentHash(SHA256.hash([9])), license: license, contentKind: .text)
        let attempts: [(String, RegistryMessage)] = [
            ("bond", try bond(apiKey)),
            ("admit itself", propose(.admit(api))),
            ("admit an accomplice", propose(.admit(account(otherKey)))),
            ("remove the validator", propose(.remove(account(operatorKey)))),
            ("stop the chain", propose(.halt(100))),
            ("vote", .vote(MsgVote(voter: api, proposalID: 1, approves: true))),
            (
                "leave for the validator",
                .undelegate(
                    MsgUndelegate(delegator: api, validator: account(operatorKey), amount: .stake(1_000_000_000)))
            ),
            ("rotate a key", .rotateConsensusKey(MsgRotateConsensusKey(account: api, newKey: newKey))),
            (
                "take the record",
                .transfer(MsgTransferOwnership(creator: api, contentHash: record, newOwner: api, expectedRevision: 1))
            ),
            ("take it as today", .transfer(MsgTransferOwnership(creator: api, contentHash: record, newOwner: api))),
            (
                "change its licence",
                .updateLicense(
                    MsgUpdateLicense(creator: api, contentHash: record, expectedRevision: 1, license: license))
            ),
            (
                "follow it",
                .revise(MsgRevise(creator: api, work: next, previousVersion: record, expectedRevision: 1))
            ),
            (
                "register it again for itself",
                .register(
                    MsgRegisterContent(
                        creator: api, work: Work(contentHash: record, license: license, owner: api)))
            ),
        ]
        var sequence: UInt64 = 0
        for (name, message) in attempts {
            let reason = try await attempt(message, by: apiKey, number: 1, sequence: sequence)
            #expect(reason?.isEmpty == false, "\(name) was taken")
            // What a block refused has used up the sequence.
            let account = await gateway.get("/cosmos/auth/v1beta1/accounts/\(api)")
            sequence = UInt64(text(account["account", "sequence"])) ?? 0
        }
        // In somebody else's name: the signature is the API's.
        for message in [
            RegistryMessage.transfer(
                MsgTransferOwnership(
                    creator: account(ownerKey), contentHash: record, newOwner: api, expectedRevision: 1)),
            .vote(MsgVote(voter: account(operatorKey), proposalID: 1, approves: true)),
            try bond(apiKey, for: account(operatorKey)),
        ] {
            #expect(try await attempt(message, by: apiKey, number: 1, sequence: sequence) != nil)
        }
        #expect(await state() == before)

        // Coins alone make nobody a validator either.
        let gift = MsgSend(sender: api, recipient: account(otherKey), amount: [.stake(2_000_000_000)])
        #expect(try await attempt(.send(gift), by: apiKey, number: 1, sequence: sequence) == nil)
        let accomplice = await gateway.get("/cosmos/auth/v1beta1/accounts/\(account(otherKey))")
        let number = try #require(UInt64(text(accomplice["account", "account_number"])))
        #expect(try await attempt(try bond(otherKey), by: otherKey, number: number, sequence: 0) != nil)
        #expect(await state() == before)
        #expect(node.chain.blocks.allSatisfy { $0.response.validatorUpdates.isEmpty })
    }
}
