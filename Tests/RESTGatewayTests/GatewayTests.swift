import Chain
import Cryptography
import JSON
import RESTGateway
import RPC
import Testing
import Transactions
import Wire

@Suite("The gateway's answers about accounts, stake, chain and registry")
struct GatewayTests {
    let scene: GatewayScene

    init() throws {
        scene = try GatewayScene()
    }

    // MARK: Accounts

    @Test("An account has its number, its sequence, and its key once it has signed")
    func accounts() async throws {
        let path = "/cosmos/auth/v1beta1/accounts/\(account(apiKey))"
        #expect(
            await gateway.get(path).text
                == #"{"account":{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"\#(account(apiKey))","#
                + #""pub_key":null,"account_number":"1","sequence":"0"}}"#)
        try node.block(registration("one", isNew: false, sequence: 0))
        let answer = await gateway.get(path)
        #expect(answer["account", "sequence"] == .text("1"))
        #expect(answer["account", "pub_key", "@type"] == .text("/cosmos.crypto.secp256k1.PubKey"))
        #expect(answer["account", "pub_key", "key"] == .base64(apiKey.publicKey.bytes))
    }

    @Test("An account that is not there is 404 with the words that clients look for; a wrong address is 400")
    func noAccount() async throws {
        let stranger = account(try #require(Secp256k1PrivateKey(Array(3...34))))
        let absent = await gateway.get("/cosmos/auth/v1beta1/accounts/\(stranger)")
        #expect(absent.status == 404)
        #expect(
            absent.text
                == #"{"code":5,"message":"rpc error: code = NotFound desc = account \#(stranger) not found: "#
                + #"key not found","details":[]}"#)
        for wrong in ["daon1", "cosmos1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqnrql8a", "%ff", "a%20b"] {
            let answer = await gateway.get("/cosmos/auth/v1beta1/accounts/\(wrong)")
            #expect(answer.status == 400 && answer["code"] == .integer(3), "\(answer)")
        }
    }

    @Test("Balances and supply are strings of digits; an unknown coin is zero and never null")
    func balances() async throws {
        let path = "/cosmos/bank/v1beta1/balances/\(account(apiKey))"
        let all = #"{"balances":[{"denom":"stake","amount":"5000000000"}],"pagination":{"next_key":null,"total":"1"}}"#
        #expect(await gateway.get(path).text == all)
        #expect(await gateway.get(path.replacing("balances", with: "spendable_balances")).text == all)
        #expect(
            await gateway.get("\(path)/by_denom?denom=stake").text
                == #"{"balance":{"denom":"stake","amount":"5000000000"}}"#)
        #expect(
            await gateway.get("\(path)/by_denom?denom=other").text == #"{"balance":{"denom":"other","amount":"0"}}"#)
        #expect(
            await gateway.get("/cosmos/bank/v1beta1/supply").text
                == #"{"supply":[{"denom":"stake","amount":"10000000000"}],"pagination":{"next_key":null,"total":"1"}}"#)
        #expect(
            await gateway.get("/cosmos/bank/v1beta1/supply/by_denom?denom=stake").text
                == #"{"amount":{"denom":"stake","amount":"10000000000"}}"#)
        #expect(
            await gateway.get("/cosmos/bank/v1beta1/denoms_metadata").text
                == #"{"metadatas":[],"pagination":{"next_key":null,"total":"0"}}"#)
        let refusals = [
            "\(path)/by_denom": 400, "\(path)/by_denom?denom=%zz": 400, "\(path)/by_denom?denom=x": 400,
            "/cosmos/bank/v1beta1/supply/by_denom": 400, "/cosmos/bank/v1beta1/denoms_metadata/stake": 404,
            "/cosmos/bank/v1beta1/balances/nobody": 400,
        ]
        for (path, status) in refusals {
            let answer = await gateway.get(path)
            #expect(answer.status == status && answer["message"] != nil, "\(path): \(answer)")
        }
    }

    // MARK: Stake

    @Test("A validator is its operator's, with the bond as tokens and shares")
    func validators() async throws {
        let owner = account(operatorKey)
        let answer = await gateway.get("/cosmos/staking/v1beta1/validators?status=BOND_STATUS_BONDED")
        let key = Base64.encode(node.validatorKey.publicKey.bytes)
        let validator =
            #"{"operator_address":"\#(owner.operatorText)","consensus_pubkey":{"@type":"/cosmos.crypto.ed25519.PubKey","#
            + #""key":"\#(key)"},"jailed":false,"status":"BOND_STATUS_BONDED","tokens":"1000000000","#
            + #""delegator_shares":"1000000000.000000000000000000","description":{"moniker":"first","identity":"","#
            + #""website":"","security_contact":"","details":""},"unbonding_height":"0","#
            + #""unbonding_time":"1970-01-01T00:00:00Z","commission":{"commission_rates":{"rate":"0.000000000000000000","#
            + #""max_rate":"0.000000000000000000","max_change_rate":"0.000000000000000000"},"#
            + #""update_time":"1970-01-01T00:00:00Z"},"min_self_delegation":"1","unbonding_on_hold_ref_count":"0","#
            + #""unbonding_ids":[]}"#
        #expect(
            answer.text == #"{"validators":[\#(validator)],"pagination":{"next_key":null,"total":"1"}}"#)
        let path = "/cosmos/staking/v1beta1/validators/\(owner.operatorText)"
        #expect(await gateway.get(path).text == #"{"validator":\#(validator)}"#)
        #expect(
            await gateway.get("/cosmos/staking/v1beta1/validators?status=BOND_STATUS_UNBONDED")["validators"]
                == .array([]))
        let delegation =
            #"{"delegation":{"delegator_address":"\#(owner)","validator_address":"\#(owner.operatorText)","#
            + #""shares":"1000000000.000000000000000000"},"balance":{"denom":"stake","amount":"1000000000"}}"#
        let listed = #"{"delegation_responses":[\#(delegation)],"pagination":{"next_key":null,"total":"1"}}"#
        #expect(await gateway.get("/cosmos/staking/v1beta1/delegations/\(owner)").text == listed)
        #expect(await gateway.get("\(path)/delegations").text == listed)
        #expect(
            await gateway.get("\(path)/delegations/\(owner)").text == #"{"delegation_response":\#(delegation)}"#)
        #expect(
            await gateway.get("/cosmos/staking/v1beta1/delegators/\(owner)/unbonding_delegations").text
                == #"{"unbonding_responses":[],"pagination":{"next_key":null,"total":"0"}}"#)
        #expect(
            await gateway.get("/cosmos/staking/v1beta1/pool").text
                == #"{"pool":{"not_bonded_tokens":"0","bonded_tokens":"1000000000"}}"#)
        let parameters = await gateway.get("/cosmos/staking/v1beta1/params")
        #expect(parameters["params", "unbonding_time"] == .text("1814400s"), "\(parameters)")
        #expect(parameters["params", "bond_denom"] == .text("stake"))
        let stranger = account(apiKey)
        let refusals = [
            ("/cosmos/staking/v1beta1/validators?status=x", 400),
            ("/cosmos/staking/v1beta1/validators/\(stranger.operatorText)", 404),
            ("/cosmos/staking/v1beta1/validators/\(stranger)", 400),
            ("\(path)/delegations/\(stranger)", 404), ("\(path)/delegations/nobody", 400),
            ("/cosmos/staking/v1beta1/delegations/nobody", 400),
            ("/cosmos/staking/v1beta1/delegators/nobody/unbonding_delegations", 400),
        ]
        for (path, status) in refusals {
            let answer = await gateway.get(path)
            #expect(answer.status == status && answer["details"] == .array([]), "\(path): \(answer)")
        }
    }

    // MARK: The chain

    @Test("Blocks have their bytes in Base64, and the proposer's address once as text")
    func blocks() async throws {
        let transaction = try registration("one", isNew: false, sequence: 0)
        try node.block(transaction)
        let latest = await gateway.get("/cosmos/base/tendermint/v1beta1/blocks/latest")
        #expect(await gateway.get("/cosmos/base/tendermint/v1beta1/blocks/2").text == latest.text)
        #expect(latest["block", "header", "height"] == .text("2"))
        #expect(latest["block", "data", "txs", "0"] == .base64(transaction))
        let address = node.chain.set.validators[0].address
        #expect(latest["block", "header", "proposer_address"] == .base64(address.bytes))
        let text = try #require(AccountAddress(address.bytes)).text(prefix: AccountAddress.consensusPrefix)
        #expect(latest["sdk_block", "header", "proposer_address"] == .text(text))
        #expect(latest["block", "last_commit", "signatures", "0", "block_id_flag"] == .text("BLOCK_ID_FLAG_COMMIT"))
        #expect(latest["block", "evidence", "evidence"] == .array([]))
        #expect(latest["block_id", "hash"] == .base64(node.chain.blocks[1].block.hash.bytes))
        let set = await gateway.get("/cosmos/base/tendermint/v1beta1/validatorsets/latest")
        #expect(set["block_height"] == .text("2") && set["pagination", "total"] == .text("1"), "\(set)")
        #expect(set["validators", "0", "address"] == .text(text))
        #expect(set["validators", "0", "voting_power"] == .text("1000"))
        let beyond = await gateway.get(
            "/cosmos/base/tendermint/v1beta1/validatorsets/1?pagination.offset=9&pagination.limit=3")
        #expect(beyond["validators"] == .array([]))
        node.prune(1)
        for (path, status) in [
            ("blocks/1", 404), ("blocks/3", 400), ("blocks/0", 400), ("blocks/-1", 400), ("blocks/x", 400),
            ("blocks/99999999999999999999", 400), ("validatorsets/3", 400), ("validatorsets/x", 400),
            ("validatorsets/2?pagination.limit=x", 400),
        ] {
            let answer = await gateway.get("/cosmos/base/tendermint/v1beta1/\(path)")
            #expect(answer.status == status && answer["code"] != nil, "\(path): \(answer)")
        }
    }

    @Test("A chain without blocks has none of them, and says so")
    func emptyChain() async throws {
        let gateway = Gateway(view: try RegistryNode([operatorKey, apiKey]), bodyBytesMaximum: 1000)
        for path in [
            "/cosmos/base/tendermint/v1beta1/blocks/latest", "/cosmos/base/tendermint/v1beta1/validatorsets/latest",
            "/cosmos/consensus/v1/params",
        ] {
            #expect(await gateway.get(path).status == 503)
        }
        #expect(await gateway.get("/cosmos/tx/v1beta1/txs?query=tx.height%3E0")["total"] == .text("0"))
    }

    @Test("The node says what it is, whether it fetches blocks, and by which parameters the chain goes")
    func nodeInformation() async throws {
        #expect(
            await gateway.get("/cosmos/base/tendermint/v1beta1/node_info").text
                == #"{"default_node_info":{"protocol_version":{"p2p":"8","block":"11","app":"1"},"#
                + #""default_node_id":"6acc4e300c5e5c24bbfb9278d588bb7cbc152eb9","listen_addr":"tcp://127.0.0.1:26656","#
                + #""network":"daon-test-1","version":"0.38.25+daon.0.1.0","channels":"QCA=","moniker":"stub","#
                + #""other":{"tx_index":"on","rpc_address":"tcp://127.0.0.1:26657"}},"application_version":{"name":"daon","#
                + #""app_name":"daon-node","version":"0.38.25+daon.0.1.0","git_commit":"","build_tags":"","go_version":"","#
                + #""build_deps":[],"cosmos_sdk_version":"v0.53.4"}}"#)
        #expect(await gateway.get("/cosmos/base/tendermint/v1beta1/syncing").text == #"{"syncing":false}"#)
        let catchingUp = Gateway(
            view: try RegistryNode([operatorKey, apiKey], isCatchingUp: true), bodyBytesMaximum: 1000)
        #expect(await catchingUp.get("/cosmos/base/tendermint/v1beta1/syncing").text == #"{"syncing":true}"#)
        #expect(
            await gateway.get("/cosmos/consensus/v1/params").text
                == #"{"params":{"block":{"max_bytes":"22020096","max_gas":"-1"},"evidence":{"max_age_num_blocks":"100000","#
                + #""max_age_duration":"172800s","max_bytes":"1048576"},"validator":{"pub_key_types":["ed25519"]},"#
                + #""version":{"app":"0"},"abci":{"vote_extensions_enable_height":"0"}}}"#)
        let parameters = "/cosmos/params/v1beta1/params"
        #expect(
            await gateway.get("\(parameters)?subspace=baseapp&key=BlockParams").text
                == #"{"param":{"subspace":"baseapp","key":"BlockParams","#
                + #""value":"{\"max_bytes\":\"22020096\",\"max_gas\":\"-1\"}"}}"#)
        #expect(await gateway.get("\(parameters)?subspace=staking&key=x").status == 400)
    }

    // MARK: The registry

    @Test("A work is verified as today's chain answers, 200 also when it is unknown")
    func verification() async throws {
        try node.block(registration("one", isNew: true, sequence: 0))
        let base = "/daon-network/daon-core/contentregistry/v1"
        #expect(
            await gateway.get("\(base)/verify_content/\(work("one"))").text
                == #"{"verified":true,"creator":"\#(account(apiKey))","license":"cc_by","timestamp":"1780000002"}"#)
        let unknown = await gateway.get("\(base)/verify_content/sha256%3A00")
        #expect(unknown.status == 200)
        #expect(unknown.text == #"{"verified":false,"creator":"","license":"","timestamp":"0"}"#)
        let record = await gateway.get("\(base)/record/\(work("one"))")
        #expect(record["record", "owner"] == .text(account(apiKey).text), "\(record)")
        #expect(record["record", "details_commitment"] == .base64(SHA256.hash([1]).bytes))
        #expect(await gateway.get("\(base)/record/\(work("two"))").status == 404)
        #expect(await gateway.get("\(base)/record/x").status == 400)
        let history = await gateway.get("\(base)/history/\(work("one"))")
        #expect(history["entries", "0", "action"] == .text("content_registered"), "\(history)")
        #expect(await gateway.get("\(base)/history/\(work("two"))").status == 404)
        let records = await gateway.get("\(base)/records?owner=\(account(apiKey))&pagination.limit=5")
        #expect(records["records", "0", "content_hash"] == .text(work("one").text), "\(records)")
        #expect(records["pagination", "next_key"] == .null)
        for wrong in [
            "owner=x", "pagination.limit=x", "pagination.key=%25", "pagination.key=AA==", "pagination.offset=1",
            "from_height=-1",
        ] {
            #expect(await gateway.get("\(base)/records?\(wrong)").status == 400, "\(wrong)")
        }
        let none = await gateway.get("\(base)/revoked_keys/\(account(apiKey))")
        #expect(none.text == #"{"keys":[],"pagination":{"next_key":null,"total":"0"}}"#, "\(none)")
        #expect(await gateway.get("\(base)/revoked_keys/daon1x").status == 400)
        #expect(await gateway.get("\(base)/statistics")["records"] == .text("1"))
        #expect(await gateway.get("\(base)/params")["params", "registry_version"] != nil)
    }

    // MARK: What is not there

    @Test(
        "Other paths and methods are not implemented, in the gateway's words",
        arguments: [
            ("GET", "/"), ("GET", "/cosmos/gov/v1/proposals"), ("GET", "/cosmos/tx/v1beta1/simulate"),
            ("DELETE", "/cosmos/tx/v1beta1/txs"), ("GET", "/cosmos/bank/v1beta1/balances"), ("GET", "/swagger/"),
            ("OPTIONS", "/cosmos/bank/v1beta1/supply"), ("PUT", "/cosmos/tx/v1beta1/txs"),
        ])
    func notImplemented(method: String, path: String) async {
        let answer = await gateway.get(path, method: method)
        #expect(answer.status == 501)
        #expect(answer.text == #"{"code":12,"message":"Not Implemented","details":[]}"#)
    }

    @Test("A path that cannot be read and a body that is too long are refused")
    func limits() async {
        #expect(await gateway.get("/cosmos/%zz").status == 400)
        #expect(await gateway.get("x").status == 400)
        let long = await gateway.post("/cosmos/tx/v1beta1/txs", String(repeating: "x", count: 100_001))
        #expect(long.status == 413 && long["code"] == .integer(3))
    }

    @Test("Every path with anything in the place of its variables, and any query, has an answer of JSON")
    func noise() async throws {
        var seed: UInt64 = 1
        func random(_ bound: UInt64) -> UInt64 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (seed >> 33) % bound
        }
        let paths = [
            "/cosmos/auth/v1beta1/accounts/@", "/cosmos/bank/v1beta1/balances/@/by_denom?denom=@",
            "/cosmos/tx/v1beta1/txs/@", "/cosmos/tx/v1beta1/txs?query=@&page=@&limit=@",
            "/cosmos/staking/v1beta1/validators/@", "/cosmos/base/tendermint/v1beta1/blocks/@",
            "/daon-network/daon-core/contentregistry/v1/history/@?pagination.key=@", "/@/@",
        ]
        for path in paths {
            for _ in 0..<60 {
                let noise = (0..<random(40)).map { _ in "%" + Hex.uppercase([UInt8(random(256))]) }.joined()
                let answer = await gateway.get(path.replacing("@", with: noise))
                #expect((try? JSONValue(parsing: Array(answer.text.utf8))) != nil, "\(path) \(noise)")
            }
        }
    }
}

extension GatewayTests: GatewaySuite {}
