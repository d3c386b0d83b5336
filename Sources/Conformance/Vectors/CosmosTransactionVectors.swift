import Chain
import Cryptography
import Keyring
import Transactions
import Wire

/// `daon/cosmos_tx.json`: transactions of an independent Cosmos client, from the mnemonic to the hash.
///
/// Each is decoded as a node decodes it and made anew as a client of ours makes it.
enum CosmosTransactionVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.attempt("account") { checker in
            let mnemonic = try Mnemonic(SecretBytes(text: file["mnemonic"].utf8()))
            checker.expect("path", try file["hd_path"].text(), Mnemonic.path)
            let key = mnemonic.privateKey
            checker.expect("key", bytes: try file["pubkey_compressed_hex"].hex(), key.publicKey.bytes)
            checker.expect("address", try file["address"].text(), AccountAddress(key.verificationKey).text)
            let chainID = ChainID(ByteString(try file["chain_id"].utf8()))
            checker.each(file["vectors"]) { vector, checker in
                try compare(vector, by: key, chainID: chainID, &checker)
            }
        }
    }

    private static func compare(
        _ vector: VectorMember, by key: Secp256k1PrivateKey, chainID: ChainID, _ checker: inout Checker
    ) throws {
        let accountNumber: UInt64 = try vector["account_number"].integer()
        let raw = try vector["tx_raw_hex"].hex()
        let decoded = try SignedTransaction(raw)
        let document = decoded.signBytes(chainID: chainID, accountNumber: accountNumber)
        checker.expect("sign document", bytes: try vector["sign_doc_hex"].hex(), document)
        checker.expect(
            "sign document's hash", bytes: try vector["sign_doc_sha256"].hex(), SHA256.hash(document).bytes)
        checker.expect("hash", try vector["tx_hash"].text(), decoded.hash.description)
        checker.expect("transaction is its raw form", try vector["tx_equals_txraw"].bool(), true)
        _ = try decoded.verified(chainID: chainID, accountNumbers: [accountNumber])

        checker.expect("type", try vector["msg_type_url"].text(), decoded.body.messages[0].typeURL.description)
        checker.expect("message", bytes: try vector["msg_hex"].hex(), decoded.body.messages[0].body.protobuf)
        checker.expect("memo", bytes: try vector["memo"].utf8(), decoded.body.memo.bytes)
        checker.expect("body", bytes: try vector["body_hex"].hex(), decoded.body.protobuf)
        checker.expect("authentication", bytes: try vector["auth_info_hex"].hex(), decoded.authentication.protobuf)
        checker.expect("signature", bytes: try vector["signature_hex"].hex(), decoded.signatures[0].bytes)

        let fee = Fee(amount: try coins(vector["fee"]), gasLimit: try vector["gas"].integer())
        let made = TransactionBuilder(decoded.body, fee: fee).signed(
            by: key, chainID: chainID, accountNumber: accountNumber, sequence: try vector["sequence"].integer())
        checker.expect("transaction", bytes: raw, made)
        checker.expect("transaction through JSON", bytes: raw, try TransactionJSON.bytes(TransactionJSON.json(raw)))
    }

    /// Coins as Cosmos writes them, `5stake,7uatom`; those of amount zero are left out.
    private static func coins(_ fee: VectorMember) throws -> [Coin] {
        try fee.text().split(separator: ",").map { try Coin(ByteString(String($0))) }.filter { !$0.amount.isZero }
    }
}

extension SecretBytes {
    /// A text that is no secret here.
    convenience init(text: [UInt8]) {
        self.init(count: text.count) { memory in
            for (index, byte) in text.enumerated() { memory[index] = byte }
        }
    }
}
