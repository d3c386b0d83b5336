import Cryptography
import RESTGateway
import Testing
import Transactions
import Wire

/// A gateway over a real registry with one block.
struct GatewayScene {
    let operatorKey: Secp256k1PrivateKey
    let apiKey: Secp256k1PrivateKey
    let node: RegistryNode
    let gateway: Gateway

    init() throws {
        operatorKey = try #require(Secp256k1PrivateKey(Array(1...32)))
        apiKey = try #require(Secp256k1PrivateKey(Array(2...33)))
        node = try RegistryNode([operatorKey, apiKey])
        gateway = Gateway(view: node, bodyBytesMaximum: 100_000)
        try node.block()
    }
}

/// A suite of questions to it.
protocol GatewaySuite {
    var scene: GatewayScene { get }
}

extension GatewaySuite {
    var operatorKey: Secp256k1PrivateKey { scene.operatorKey }
    var apiKey: Secp256k1PrivateKey { scene.apiKey }
    var node: RegistryNode { scene.node }
    var gateway: Gateway { scene.gateway }

    func account(_ key: Secp256k1PrivateKey) -> AccountAddress { AccountAddress(.secp256k1(key.publicKey)) }

    func signed(
        _ messages: RegistryMessage..., by key: Secp256k1PrivateKey, number: UInt64, sequence: UInt64,
        gas: UInt64 = 200_000
    ) -> [UInt8] {
        TransactionBuilder(TransactionBody(messages: messages), fee: Fee(gasLimit: gas))
            .signed(by: key, chainID: RegistryNode.chainID, accountNumber: number, sequence: sequence)
    }

    func work(_ text: String) -> ContentHash { ContentHash(SHA256.hash(Array(text.utf8))) }

    /// A registration as today's clients send it, or one with what is new.
    func registration(_ text: String, isNew: Bool, sequence: UInt64) throws -> [UInt8] {
        var registered = Work(contentHash: work(text), license: try License("cc_by"), platform: "api")
        if isNew {
            registered.contentKind = .text
            registered.detailsCommitment = SHA256.hash([1])
        }
        return signed(
            .register(MsgRegisterContent(creator: account(apiKey), work: registered)), by: apiKey, number: 1,
            sequence: sequence)
    }

    func hash(_ transaction: [UInt8]) -> String { Hex.uppercase(SHA256.hash(transaction).bytes) }
}
