import ABCI
import ArgumentParser
import Chain
import Cryptography
import JSON
import Keyring
import NodeSettings
import RegistryClient
import Transactions
import Wire

/// Who operates a validator, and which node is asked.
struct OperatorOptions: ParsableArguments {
    @OptionGroup var node: NodeOptions
    @OptionGroup var keys: KeyringOptions

    @Option(help: "The operator's key; `daon-node keys list` shows them.")
    var from = FirstValidator.keyName

    @Option(name: .customLong("wait-seconds"), help: "How long to wait for a block, at most.")
    var waitSeconds = 60

    func sender() throws -> TransactionSender {
        if waitSeconds < 1 { throw CommandError(description: "--wait-seconds \(waitSeconds): expected at least 1") }
        let client = try node.client()
        // Before the passphrase is asked for: whether there is a node at all.
        let status = try client.status()
        let key = try keys.keyring.privateKey(from) { () throws(KeyringError) in try keys.passphrase(of: from) }
        return TransactionSender(
            node: client, key: key, chainID: status.chainID, options: TransactionSender.Options())
    }

    /// Sends a message and waits until it is in a block, and questions are answered from that block.
    func send(_ message: RegistryMessage, by sender: TransactionSender) throws -> CommittedTransaction {
        let found = try sender.wait(for: try sender.send([message], now: SystemTime.now), seconds: waitSeconds)
        try sender.node.waiting { () throws(ClientError) -> Void? in
            try sender.node.query(QueryPath.parameters, []).height >= found.height ? () : nil
        }
        return found
    }

    /// The account that a text names: an address, an operator's address, or a key of the keyring.
    func account(_ text: String) throws -> AccountAddress {
        if text.hasPrefix("\(AccountAddress.operatorPrefix)1") {
            return try AccountAddress(ByteString(text), prefix: AccountAddress.operatorPrefix)
        }
        return try keys.account(text)
    }
}

extension ValidatorsAnswer {
    /// The validator that an account operates.
    func entry(of account: AccountAddress) -> Entry? { validators.first { $0.account == account } }

    /// The validator with a consensus key.
    func entry(of key: PublicKey) -> Entry? { validators.first { $0.publicKey == key } }
}

extension NodeClient {
    /// The validator that an account operates, or an error that says where to look.
    func validator(of account: AccountAddress) throws -> ValidatorsAnswer.Entry {
        if let entry = try validators().entry(of: account) { return entry }
        throw CommandError(
            description: "\(account) operates no validator of this chain: daon-node validator list shows who does; "
                + "--from names the operator's key")
    }
}
