import Chain
import Cryptography
import Transactions
import Wire

/// Who registers works in a simulated world: a few accounts of the genesis, whose transactions need no order.
enum RegistryClients {
    /// How long after it was sent a registration may still be executed, in seconds.
    private static let patience: Int64 = 300

    private static let keys: [Ed25519PrivateKey] = (0..<4).compactMap { index in
        Ed25519PrivateKey(seed: SHA256.hash(Array("client \(index)".utf8)).bytes)
    }

    private static func account(_ key: Ed25519PrivateKey) -> AccountAddress { AccountAddress(.ed25519(key.publicKey)) }

    /// The accounts, numbered from 0.
    static var appState: [UInt8] {
        let accounts = keys.enumerated().map { index, key in
            #"{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"\#(account(key))","account_number":"\#(index)"}"#
        }
        return Array(#"{"auth":{"accounts":[\#(accounts.joined(separator: ","))]}}"#.utf8)
    }

    /// The registration with this number: of a work of its own, or of one that has been registered before.
    static func registration(_ number: Int, at time: Timestamp, chainID: ChainID) -> Transaction {
        let index = number % keys.count
        let hash = SHA256.hash(Array("work \(number % 50 == 49 ? number - 1 : number)".utf8))
        guard let license = try? License("liberation_v1") else { return Transaction([]) }
        let work = Work(contentHash: ContentHash(hash), license: license, contentKind: .text)
        // Each its own moment: two of one account and one moment are one too many.
        let timeout = time.adding(nanoseconds: patience * 1_000_000_000 + Int64(number))
        let body = TransactionBody(
            messages: [.register(MsgRegisterContent(creator: account(keys[index]), work: work))], isUnordered: true,
            timeoutTimestamp: timeout)
        return Transaction(
            TransactionBuilder(body, fee: Fee(gasLimit: 100_000)).signed(
                by: keys[index], chainID: chainID, accountNumber: UInt64(index), sequence: 0))
    }
}
