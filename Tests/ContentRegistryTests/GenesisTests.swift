import ABCI
import Chain
import ContentRegistry
import Cryptography
import JSON
import Testing
import Transactions
import Wire

@Suite("The genesis")
struct GenesisTests {
    /// What `gentx` makes: a validator's transaction, as JSON.
    private static func genesisTransaction(
        _ wallet: Wallet, key: UInt8 = 1, bond: Amount = 1_000_000_000, chainID: ChainID = RegistryChain.chainID
    ) throws -> String {
        let rate = try #require(Fraction(decimal: "0.1"))
        let message = MsgCreateValidator(
            description: ValidatorDescription(moniker: "one"),
            commission: CommissionRates(rate: rate, maximum: rate, changeMaximum: rate), validator: wallet.address,
            publicKey: RegistryChain.validatorKey(key).publicKey, value: .stake(bond))
        let body = TransactionBody(messages: [.createValidator(message)], memo: "0123@127.0.0.1:26656")
        let bytes = wallet.signed(body, gas: 200_000, chainID: chainID)
        return try TransactionJSON.json(bytes).description
    }

    private static func appState(
        _ wallets: [Wallet], transactions: [String], balance: UInt64 = 10_000_000_000, more: String = ""
    ) -> String {
        let accounts = wallets.map {
            #"{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"\#($0.address)","pub_key":null,"account_number":"0","sequence":"0"}"#
        }
        let balances = wallets.map {
            #"{"address":"\#($0.address)","coins":[{"denom":"stake","amount":"\#(balance)"}]}"#
        }
        return """
            {"auth":{"params":{"max_memo_characters":"256"},"accounts":[\(accounts.joined(separator: ","))]},
            "bank":{"balances":[\(balances.joined(separator: ","))],"supply":[]},"gov":{"starting_proposal_id":"1"},
            "contentregistry":{"params":{}},"staking":{"params":{"unbonding_time":"1814400s","bond_denom":"stake"}},
            "genutil":{"gen_txs":[\(transactions.joined(separator: ","))]}\(more)}
            """
    }

    private func found(_ appState: String, validators: [ValidatorUpdate] = []) throws -> (
        ContentRegistry, ResponseInitChain
    ) {
        var application = ContentRegistry()
        let response = try application.initChain(
            RequestInitChain(
                time: RegistryChain.begin, chainID: RegistryChain.chainID, validators: validators,
                appStateBytes: Array(appState.utf8), initialHeight: 1))
        return (application, response)
    }

    @Test("Validators of genesis transactions bond their coins and become the engine's")
    func genesisTransactions() throws {
        let (alice, bob) = (Wallet(1), Wallet(2))
        let text = Self.appState(
            [alice, bob],
            transactions: [try Self.genesisTransaction(alice), try Self.genesisTransaction(bob, key: 2)])
        let (_, response) = try found(text)
        #expect(
            response.validators
                == [1, 2].map {
                    ValidatorUpdate(pubKey: .ed25519(RegistryChain.validatorKey($0).publicKey), power: 1000)
                })
        let chain = try RegistryChain(appState: text, validators: [])
        #expect(try balance(chain, alice) == "9000000000")
        #expect(try account(chain, bob).number == 1)
        #expect(try account(chain, bob).sequence == 1)
    }

    @Test("Without validators of its own the application takes the genesis document's")
    func engineValidators() throws {
        let (_, response) = try found("{}", validators: [RegistryChain.validator])
        #expect(response.validators.isEmpty)
        let (application, none) = try found("")
        #expect(none.appHash != response.appHash)
        #expect(try application.info(RequestInfo()).lastBlockHeight == 0)
    }

    @Test(
        "An error names the member that is wrong",
        arguments: [
            (#"{"auth":{"accounts":[{"@type":"/cosmos.vesting.v1beta1.X"}]}}"#, "app_state.auth.accounts[0].@type: "),
            (
                #"{"auth":{"accounts":[{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"daon1x"}]}}"#,
                "app_state.auth.accounts[0].address: "
            ),
            (#"{"bank":{"balances":[{"address":""}]}}"#, "app_state.bank.balances[0].address: "),
            (
                #"{"bank":{"balances":[{"address":"\#(Wallet(1).address)","coins":[{"denom":"stake","amount":"-1"}]}]}}"#,
                "app_state.bank.balances[0].coins[0].amount: "
            ),
            (
                #"{"bank":{"balances":[],"supply":[{"denom":"stake","amount":"1"}]}}"#, "app_state.bank.supply: 1stake"
            ),
            (#"{"contentregistry":{"params":{"unordered_tll":"1s"}}}"#, "app_state.contentregistry.params: "),
            (
                #"{"contentregistry":{"params":{"unordered_ttl":"10m"}}}"#,
                "app_state.contentregistry.params.unordered_ttl: "
            ),
            (
                #"{"contentregistry":{"params":{"registry_version":"4"}}}"#,
                "app_state.contentregistry.params.registry_version: "
            ),
            (#"{"staking":{"params":{"bond_denom":"atom"}}}"#, "app_state.staking.params.bond_denom: "),
            (#"{"staking":{"validators":[{}]}}"#, "app_state.staking.validators: "),
            (#"{"genutil":{"gen_txs":[{}]}}"#, "app_state.genutil.gen_txs[0]: "),
            (#"{"auth":[]}"#, "app_state.auth: "),
            (#"{"auth":"#, "app_state: "),
        ])
    func errors(text: String, beginning: String) throws {
        let error = #expect(throws: ApplicationError.self) { _ = try found(text) }
        #expect(error?.message.hasPrefix(beginning) == true, "\(error?.message ?? "none")")
    }

    @Test("A genesis transaction is refused that is not signed for the chain, bonds another sum or has no coins")
    func wrongGenesisTransactions() throws {
        let alice = Wallet(1)
        func error(_ transactions: [String], balance: UInt64 = 10_000_000_000) -> String {
            let text = Self.appState([alice], transactions: transactions, balance: balance)
            let error = #expect(throws: ApplicationError.self) { _ = try found(text) }
            return error?.message ?? ""
        }
        let good = try Self.genesisTransaction(alice)
        #expect(
            error([try Self.genesisTransaction(alice, chainID: "other")]).contains(
                "gen_txs[0]: signature verification failed"))
        #expect(error([try Self.genesisTransaction(alice, bond: 5)]).contains("expected 1000000000stake"))
        #expect(error([good], balance: 5).contains("has 5stake"))
        #expect(error([good, try Self.genesisTransaction(alice, key: 2)]).contains("gen_txs[1]"))
        let text = Self.appState([alice], transactions: [good])
        let other = ValidatorUpdate(pubKey: .ed25519(RegistryChain.validatorKey(9).publicKey), power: 1000)
        #expect(throws: ApplicationError.self) { _ = try found(text, validators: [other]) }
    }

    @Test("A chain has one genesis")
    func secondGenesis() throws {
        var chain = try RegistryChain([Wallet(1)])
        #expect(throws: ApplicationError.self) { _ = try chain.application.initChain(RequestInitChain()) }
        var fresh = ContentRegistry()
        #expect(throws: ApplicationError.self) { _ = try fresh.finalizeBlock(RequestFinalizeBlock(height: 1)) }
        #expect(throws: ApplicationError.self) { _ = try fresh.commit() }
    }
}
