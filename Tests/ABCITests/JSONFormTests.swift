import ABCI
import Chain
import Cryptography
import JSON
import Testing
import Wire

private func text(_ value: JSONValue) -> String { String(decoding: value.serialized(), as: UTF8.self) }

@Suite("ABCI values as the RPC shows them")
struct JSONFormTests {
    private static let event = Event(
        type: "app", attributes: [EventAttribute(key: "k", value: "<v>", index: true), EventAttribute(key: "n")])

    @Test("A result is written in full, but in a Tx event without what is empty")
    func results() {
        #expect(
            text(ExecTxResult().json)
                == #"{"code":0,"data":null,"log":"","info":"","gas_wanted":"0","gas_used":"0","events":[],"codespace":""}"#
        )
        #expect(text(ExecTxResult().eventJSON) == "{}")
        let result = ExecTxResult(
            code: 2, data: [1], log: "l", info: "i", gasWanted: 3, gasUsed: 4, events: [JSONFormTests.event, Event()],
            codespace: "c")
        let attributes =
            #""attributes":[{"key":"k","value":"\u003cv\u003e","index":true},{"key":"n","value":"","index":false}]"#
        #expect(
            text(result.json)
                == #"{"code":2,"data":"AQ==","log":"l","info":"i","gas_wanted":"3","gas_used":"4","events":"#
                + #"[{"type":"app",\#(attributes)},{"type":"","attributes":[]}],"codespace":"c"}"#)
        #expect(
            text(result.eventJSON)
                == #"{"code":2,"data":"AQ==","log":"l","info":"i","gas_wanted":"3","gas_used":"4","events":"#
                + #"[{"type":"app",\#(attributes)},{}],"codespace":"c"}"#)
    }

    @Test("A transaction of an event leaves out height and index when they are zero")
    func transactions() {
        #expect(text(TxResult().json) == #"{"result":{}}"#)
        let value = TxResult(
            height: 56, index: 1, tx: Transaction([0x77]), result: ExecTxResult(events: [JSONFormTests.event]))
        #expect(text(value.json).hasPrefix(#"{"height":"56","index":1,"tx":"dw==","result":{"events":[{"type":"app""#))
    }

    @Test("A check is written in full")
    func check() {
        #expect(
            text(ResponseCheckTx(gasWanted: 1).json)
                == #"{"code":0,"data":null,"log":"","info":"","gas_wanted":"1","gas_used":"0","events":[],"codespace":""}"#
        )
    }

    @Test("A query's answer is written in full, its proof under another spelling")
    func query() {
        #expect(
            text(ResponseQuery(log: "does not exist", key: Array("nope".utf8), height: 56).json)
                == #"{"code":0,"log":"does not exist","info":"","index":"0","key":"bm9wZQ==","value":null,"#
                + #""proofOps":null,"height":"56","codespace":""}"#)
        let proof = ProofOperations([ProofOperation(type: "simple:v", key: [1], data: [])])
        #expect(
            text(ResponseQuery(proofOps: proof).json).contains(
                #""proofOps":{"ops":[{"type":"simple:v","key":"AQ==","data":null}]}"#))
    }

    @Test("What the application says of itself leaves out what is empty")
    func info() {
        #expect(text(ResponseInfo().json) == "{}")
        #expect(
            text(
                ResponseInfo(
                    data: #"{"size":116}"#, version: "2.0.0", appVersion: 1, lastBlockHeight: 56,
                    lastBlockAppHash: AppHash([0xe8, 1, 0, 0, 0, 0, 0, 0])
                ).json)
                == #"{"data":"{\"size\":116}","version":"2.0.0","app_version":"1","last_block_height":"56","#
                + #""last_block_app_hash":"6AEAAAAAAAA="}"#)
    }

    @Test("A commit's answer has its number also when zero")
    func commit() {
        #expect(text(ResponseCommit().json) == #"{"retainHeight":"0"}"#)
    }

    @Test("A validator's key stands behind its protobuf name, and no power for none")
    func validatorUpdates() throws {
        let key = try #require(Base64.decode("ze1lOAf/jR/tvWbLp8WOf4+BrpoRZSXkAxozvZCUnE0="))
        let update = ValidatorUpdate(pubKey: .ed25519(try #require(Ed25519PublicKey(key))), power: 0)
        let keyText =
            #"{"pub_key":{"Sum":{"type":"tendermint.crypto.PublicKey_Ed25519","value":"#
            + #"{"ed25519":"ze1lOAf/jR/tvWbLp8WOf4+BrpoRZSXkAxozvZCUnE0="}}}"#
        #expect(text(update.json) == keyText + "}")
        #expect(text(ValidatorUpdate(pubKey: update.pubKey, power: 25).json) == keyText + #","power":"25"}"#)
        let other = try #require(Secp256k1PublicKey([2] + [UInt8](repeating: 1, count: 32)))
        #expect(
            text(ValidatorUpdate(pubKey: .secp256k1(other), power: 1).json).contains(
                #"{"type":"tendermint.crypto.PublicKey_Secp256K1","value":{"secp256k1":"Ag"#))
    }

    @Test("A NewBlock event's answer leaves out what is empty, but for the validators")
    func finalizeBlock() {
        #expect(
            text(ResponseFinalizeBlock(appHash: AppHash([0xe6, 1, 0, 0, 0, 0, 0, 0])).json)
                == #"{"validator_updates":[],"app_hash":"5gEAAAAAAAA="}"#)
        let full = ResponseFinalizeBlock(
            events: [Event()], txResults: [ExecTxResult()],
            consensusParamUpdates: ConsensusParametersUpdate(
                block: BlockParameters(maxBytes: 5, maxGas: 0), validator: ValidatorParameters(),
                version: VersionParameters()))
        #expect(
            text(full.json)
                == #"{"events":[{}],"tx_results":[{"code":0,"data":null,"log":"","info":"","gas_wanted":"0","#
                + #""gas_used":"0","events":[],"codespace":""}],"validator_updates":[],"consensus_param_updates":"#
                + #"{"block":{"max_bytes":"5"},"validator":{"pub_key_types":["ed25519"]},"version":{}}}"#)
        let rest = ConsensusParametersUpdate(
            evidence: EvidenceParameters(maxAgeBlocks: 0, maxAgeDuration: .zero, maxBytes: 2),
            abci: ABCIParameters(voteExtensionsEnableHeight: 7))
        #expect(
            text(rest.updateJSON)
                == #"{"evidence":{"max_age_duration":"0","max_bytes":"2"},"abci":{"vote_extensions_enable_height":"7"}}"#
        )
    }

    @Test("What was written is read again")
    func roundTrip() throws {
        let event = JSONFormTests.event
        let result = ExecTxResult(code: 2, data: [1], log: "l", gasWanted: -3, events: [event])
        #expect(try Event(json: event.json) == event && Event(json: .null) == Event())
        #expect(try ExecTxResult(json: result.json) == result && ExecTxResult(json: result.eventJSON) == result)
        let transaction = TxResult(height: 3, index: 4, tx: Transaction([5]), result: result)
        #expect(try TxResult(json: transaction.json) == transaction)
        let check = ResponseCheckTx(code: 1, gasWanted: 5, events: [event], codespace: "c")
        #expect(try ResponseCheckTx(json: check.json) == check)
        for case .query(let query) in Samples.responses { #expect(try ResponseQuery(json: query.json) == query) }
        for case .info(let info) in Samples.responses { #expect(try ResponseInfo(json: info.json) == info) }
        #expect(try ValidatorUpdate(json: Samples.update.json) == Samples.update)
    }

    @Test(
        "A validator's key that is none is refused",
        arguments: [
            "{}", #"{"pub_key":{"Sum":null}}"#, #"{"pub_key":{"Sum":{"type":"x","value":{}}}}"#,
            #"{"pub_key":{"Sum":{"type":"tendermint.crypto.PublicKey_Ed25519","value":{"ed25519":"AA=="}}}}"#,
        ])
    func wrongKeys(json: String) throws {
        let value = try JSONValue(parsing: Array(json.utf8))
        #expect(throws: JSONError.self) { try ValidatorUpdate(json: value) }
    }
}
