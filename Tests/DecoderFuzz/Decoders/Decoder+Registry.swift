import ABCI
import Chain
import ContentRegistry
import Cryptography
import Transactions
import Wire

extension Decoder {
    static let registry: [Decoder] =
        [registryTransaction, registryGenesis]
        + [
            protobuf("registry-record", RegistryExample.record),
            protobuf(
                "registry-records", RecordsAnswer([RegistryExample.record], page: PageResponse(nextKey: [1]))),
            protobuf("registry-history", HistoryAnswer([RegistryExample.entry])),
            protobuf(
                "registry-statistics",
                StatisticsAnswer(records: 1, byLicense: [StatisticsAnswer.LicenseCount(license: "cc_by", count: 1)])),
            protobuf("registry-validators", RegistryExample.validators),
            protobuf("registry-proposals", RegistryExample.proposals),
            protobuf(
                "registry-revoked-keys",
                RevokedKeysAnswer([
                    RevokedKey(keyID: "k1", height: 3, time: Example.time, transactionHash: Example.hash(3))
                ])),
            protobuf("registry-revoked-request", RevokedKeysRequest(account: "daon1", keyID: "k1")),
            protobuf("registry-request", RecordsRequest(owner: "daon1", page: PageRequest(key: [1], limit: 3))),
        ]

    /// A transaction at the mempool's, the simulation's and the block's door: one verdict at all of them.
    private static let registryTransaction = Decoder(
        name: "registry-transaction", example: RegistryExample.transaction
    ) { bytes in
        guard var application = RegistryExample.application else { return .violation("no genesis") }
        let transaction = Transaction(bytes)
        do {
            let check = try application.checkTx(RequestCheckTx(tx: transaction))
            let simulation = try application.query(RequestQuery(data: bytes, path: QueryPath.checkedSimulation))
            let result = try application.finalizeBlock(
                RequestFinalizeBlock(txs: [transaction], height: 1, time: Example.time)
            ).txResults[0]
            _ = try application.commit()
            if check.code != result.code || check.codespace != result.codespace {
                return .violation("code \(check.code) in CheckTx, \(result.code) in the block")
            }
            // An empty signature is none; wallets simulate before they sign.
            let isUnsigned =
                (try? SignedTransaction(bytes, for: .simulation))?.signatures.contains(where: \.isEmpty) == true
            if !isUnsigned && simulation.code != result.code {
                return .violation("code \(simulation.code) in the simulation, \(result.code) in the block")
            }
            return result.code == 0 ? .accepted : .refused
        } catch {
            return .violation("\(error)")
        }
    }

    /// The application's part of a genesis: whatever is taken can be exported and taken again.
    private static let registryGenesis = Decoder(
        name: "registry-genesis", example: RegistryExample.appState
    ) { bytes in
        func found(_ text: [UInt8]) throws(ApplicationError) -> ContentRegistry {
            var application = ContentRegistry()
            _ = try application.initChain(
                RequestInitChain(
                    time: Example.time, chainID: Example.chainID, appStateBytes: text, initialHeight: 1))
            return application
        }
        guard let application = try? found(bytes) else { return .refused }
        do {
            let (appState, appHash) = try application.exportState()
            if try found(appState).exportState().appHash != appHash {
                return .violation("an import has another app hash")
            }
            return .accepted
        } catch {
            return .violation("refuses its own export: \(error)")
        }
    }
}

/// Values of the registry to begin from.
private enum RegistryExample {
    static let account = AccountAddress(Example.secp256k1)
    static let work = ContentHash(Example.hash(1))

    static let license: License = {
        guard let license = try? License("cc_by") else { preconditionFailure("a licence of the registry") }
        return license
    }()

    static let record = RecordAnswer(
        contentHash: work, creator: account, owner: account, license: license, aiTrainingPolicy: .open,
        contentKind: .text, detailsCommitment: Example.hash(2), platform: "api", revision: 1, height: 3,
        time: Example.time, transactionHash: Example.hash(3))

    static let entry = HistoryEntry(
        action: .registered, from: "", to: ByteString(account.text), revision: 1, height: 3, time: Example.time,
        transactionHash: Example.hash(3))

    static let validators = ValidatorsAnswer(
        [
            ValidatorsAnswer.Entry(
                account: account, publicKey: Example.secp256k1, power: 1000, bond: 1_000_000_000, moniker: "one",
                since: 3, lastSigned: 9, isPresent: true)
        ], admitted: [account], unbonding: [ValidatorsAnswer.Unbonding(account: account, time: 1, amount: 2)])

    static let proposals = ProposalsAnswer([
        ProposalEntry(
            number: 1,
            message: MsgSubmitProposal(
                proposer: account, expectedParametersVersion: 1, expiryHeight: 100, content: .admit(account)),
            height: 3, ballots: [ProposalEntry.Ballot(voter: account, approves: true)])
    ])

    static let appState = Array(
        """
        {"auth":{"accounts":[{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"\(account)","account_number":"0"}]},\
        "bank":{"balances":[{"address":"\(account)","coins":[{"denom":"stake","amount":"5"}]}]},\
        "contentregistry":{"params":{"registry_version":"3"},"revoked_keys":[{"address":"\(account)","key_id":"k1",\
        "height":"0","time":"2026-01-01T00:00:00Z","tx_hash":"\(Example.hash(3))"}]}}
        """.utf8)

    static let transaction: [UInt8] = {
        guard let key = Secp256k1PrivateKey(Array(1...32)) else { preconditionFailure("a key has 32 bytes") }
        let body = TransactionBody(
            messages: [
                .register(
                    MsgRegisterContent(
                        creator: account, work: Work(contentHash: work, license: license, contentKind: .text)))
            ])
        return TransactionBuilder(body, fee: Fee(gasLimit: 100_000))
            .signed(by: key, chainID: Example.chainID, accountNumber: 0, sequence: 0)
    }()

    static let application: ContentRegistry? = {
        var application = ContentRegistry()
        let request = RequestInitChain(
            time: Example.time, chainID: Example.chainID, appStateBytes: appState, initialHeight: 1)
        return (try? application.initChain(request)) == nil ? nil : application
    }()
}
