import ABCI
import Chain
import Cryptography
import JSON
import RESTGateway
import Testing
import Transactions
import Wire

@Suite("Questions by path of abci_query that the node answers itself")
struct QuestionTests {
    private let node: RegistryNode
    private let key: Secp256k1PrivateKey

    init() throws {
        key = try #require(Secp256k1PrivateKey(Array(1...32)))
        node = try RegistryNode([key, try #require(Secp256k1PrivateKey(Array(2...33)))])
        try node.block()
    }

    private func ask(_ data: [UInt8]) async throws -> ResponseQuery {
        try await node.query(RequestQuery(data: data, path: "/cosmos.tx.v1beta1.Service/GetTx"))
    }

    @Test("A transaction is told with its bytes and what became of it")
    func transaction() async throws {
        let send = MsgSend(
            sender: AccountAddress(.secp256k1(key.publicKey)), recipient: AccountAddress(.secp256k1(key.publicKey)),
            amount: [.stake(1)])
        let bytes = TransactionBuilder(TransactionBody(messages: [.send(send)]), fee: Fee(gasLimit: 100_000))
            .signed(by: key, chainID: RegistryNode.chainID, accountNumber: 0, sequence: 1)
        try node.block(bytes)
        let hash = Hex.uppercase(SHA256.hash(bytes).bytes)
        let answer = try await ask(TransactionRequest(hash: ByteString(hash)).protobuf)
        #expect(answer.code == 0 && answer.height == 2)
        var reader = ProtobufReader(answer.value)
        let first = try #require(try reader.nextField())
        #expect(try reader.bytes(first) == bytes)
        let second = try #require(try reader.nextField())
        var response = try reader.message(second)
        var texts: [Int32: ByteString] = [:]
        while let field = try response.nextField() {
            switch field.number {
            case 2, 12: texts[field.number] = try response.string(field)
            default: try response.skip(field)
            }
        }
        #expect(texts[2] == ByteString(hash))
        #expect(texts[12] == "2026-05-28T20:26:42Z")
    }

    @Test("One that is not there is code 22 with the words that clients look for")
    func absent() async throws {
        let answer = try await ask(
            TransactionRequest(hash: ByteString(String(repeating: "AB", count: 32))).protobuf)
        #expect(answer.code == 22 && answer.codespace == "sdk" && answer.height == 1)
        #expect("\(answer.log)".contains("rpc error: code = NotFound"))
    }

    @Test("What cannot be read is code 18", arguments: [[], [0xff], [10, 2, 65, 66], [10, 200]] as [[UInt8]])
    func unreadable(data: [UInt8]) async throws {
        #expect(try await ask(data).code == 18)
    }

    @Test("A simulation's answer is read at every length, and from any bytes, without a trap")
    func simulation() throws {
        var writer = ProtobufWriter()
        writer.message(1) { gas in
            gas.uint64(1, 5)
            gas.uint64(2, 60_000)
        }
        writer.message(2) { result in
            result.bytes(1, [1, 2])
            result.string(2, "log")
            result.message(3, Event(type: "a", attributes: [EventAttribute(key: "k", value: "v", index: true)]))
        }
        let answer = try SimulationResult(protobuf: writer.bytes)
        #expect(answer.gasWanted == 5 && answer.gasUsed == 60_000)
        #expect(
            String(decoding: answer.json.serialized(), as: UTF8.self)
                == #"{"gas_info":{"gas_wanted":"5","gas_used":"60000"},"result":{"data":"AQI=","log":"log","#
                + #""events":[{"type":"a","attributes":[{"key":"k","value":"v","index":true}]}],"msg_responses":[]}}"#)
        for count in 0..<writer.bytes.count {
            let cut = try? SimulationResult(protobuf: Array(writer.bytes.prefix(count)))
            #expect(cut != answer)
        }
    }
}
