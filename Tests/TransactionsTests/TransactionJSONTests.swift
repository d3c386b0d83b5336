import Cryptography
import JSON
import Testing
import Transactions
import Wire

@Suite("Transactions as JSON")
struct TransactionJSONTests {
    private func bytes(_ text: String) throws -> [UInt8] {
        try TransactionJSON.bytes(try JSONValue(parsing: Array(text.utf8)))
    }

    @Test("The SDK's genesis transaction is read, with null members and default values")
    func genesis() throws {
        let one = try Samples.account()
        let text = """
            {"body":{"messages":[{"@type":"/cosmos.staking.v1beta1.MsgCreateValidator","description":{"moniker":"m",
            "identity":"","website":"","security_contact":"","details":""},"commission":{"rate":"0.100000000000000000",
            "max_rate":"0.200000000000000000","max_change_rate":"0.010000000000000000"},"min_self_delegation":"1",
            "delegator_address":"","validator_address":"\(one.operatorText)","pubkey":{"@type":
            "/cosmos.crypto.ed25519.PubKey","key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},"value":{
            "denom":"stake","amount":"1000000000"}}],"memo":"id@1.2.3.4:26656","timeout_height":"0",
            "extension_options":[],"non_critical_extension_options":[]},"auth_info":{"signer_infos":[{"public_key":{
            "@type":"/cosmos.crypto.secp256k1.PubKey","key":"\(Base64.encode(try Samples.key().publicKey.bytes))"},
            "mode_info":{"single":{"mode":"SIGN_MODE_DIRECT"}},"sequence":"0"}],"fee":{"amount":[],
            "gas_limit":"200000","payer":"","granter":""},"tip":null},"signatures":["\(Base64.encode(
                [UInt8](repeating: 1, count: 64)))"]}
            """
        let decoded = try SignedTransaction(try bytes(text))
        guard case .createValidator(let message) = decoded.body.messages[0] else {
            Issue.record("no MsgCreateValidator")
            return
        }
        #expect(message.value == .stake(1_000_000_000) && message.commission.rate.wireText == "100000000000000000")
        #expect(decoded.authentication.fee.gasLimit == 200_000 && decoded.body.memo == "id@1.2.3.4:26656")
        // Again from our own JSON.
        let again = try TransactionJSON.json(try bytes(text))
        #expect(try TransactionJSON.bytes(again) == bytes(text))
        #expect(again.description.contains("\"rate\":\"0.100000000000000000\""))
    }

    @Test("Both spellings of names and numbers are read")
    func spellings() throws {
        let message = try Samples.messages()[2]
        let good = try Samples.transaction([message])
        let text = try TransactionJSON.json(good).description
        let camel = text.replacing("content_hash", with: "contentHash").replacing("new_owner", with: "newOwner")
            .replacing("auth_info", with: "authInfo").replacing("signer_infos", with: "signerInfos")
            .replacing("\"expected_revision\":\"1099511627776\"", with: "\"expectedRevision\":1099511627776")
            .replacing("\"SIGN_MODE_DIRECT\"", with: "1")
        #expect(camel != text)
        #expect(try bytes(camel) == good)
    }

    @Test("Fields that today's clients do not know are written only when they are set")
    func newFields() throws {
        let work = Work(contentHash: Samples.hash(), license: try License("cc_by"))
        let old = MsgRegisterContent(creator: try Samples.account(), work: work)
        let text = try TransactionJSON.json(Samples.transaction([.register(old)])).description
        #expect(text.contains("\"platform\":\"\"") && !text.contains("owner") && !text.contains("content_kind"))
    }

    @Test(
        "What the protobuf decoder refuses, JSON's does too",
        arguments: [
            ("\"memo\":\"\"", "\"memo\":\"\",\"memo\":\"\"", "occurs twice"),
            ("\"memo\":\"\"", "\"memo\":\"\",\"other\":1", "unknown field"),
            ("\"memo\":\"\"", "\"memo\":5", "no string"),
            ("\"messages\":[", "\"messages\":{", "JSON"),
            ("\"timeout_height\":\"0\"", "\"timeout_height\":\"-1\"", "no value"),
            ("\"timeout_height\":\"0\"", "\"timeout_height\":\"1.0\"", "no value"),
            ("\"timeout_height\":\"0\"", "\"timeout_height\":\"18446744073709551616\"", "no value"),
            ("\"unordered\":false", "\"unordered\":1", "no value"),
            ("\"@type\":\"/daoncore", "\"@type\":\"/x", "unable to resolve"),
            ("\"timeout_timestamp\":null", "\"timeout_timestamp\":\"soon\"", "no time"),
        ])
    func refusals(old: String, new: String, words: String) throws {
        let good = try TransactionJSON.json(Samples.transaction([try Samples.messages()[0]])).description
        let text = good.replacing(old, with: new, maxReplacements: 1)
        #expect(text != good)
        do {
            _ = try bytes(text)
            Issue.record("\(new) was taken")
        } catch let error as TransactionError {
            #expect(error.code == 2 && error.log.contains(words), "\(error)")
        } catch {
            #expect(words == "JSON")
        }
    }
}
