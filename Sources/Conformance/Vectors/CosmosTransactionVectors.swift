import Cryptography
import Wire

/// `daon/cosmos_tx.json`: transactions of an independent Cosmos client: account, sign document, signature and hash.
///
/// The messages in them and the derivation of the key from its mnemonic belong to the application's layer.
enum CosmosTransactionVectors {
    /// What addresses of the chain begin with.
    private static let addressPrefix = "daon"

    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.attempt("account") { checker in
            guard let key = Secp256k1PublicKey(try file["pubkey_compressed_hex"].hex()) else {
                throw file["pubkey_compressed_hex"].wrong("a compressed key")
            }
            let address = try Bech32.encode(prefix: addressPrefix, bytes: key.address.bytes)
            checker.expect("address", try file["address"].text(), address)
            let chainID = try file["chain_id"].text()
            checker.each(file["vectors"]) { vector, checker in
                try compare(vector, by: key, chainID: chainID, &checker)
            }
        }
        checker.note("the derivation of the key from its mnemonic (BIP-39, BIP-32) belongs to the application")
    }

    private static func compare(
        _ vector: VectorMember, by key: Secp256k1PublicKey, chainID: String, _ checker: inout Checker
    ) throws {
        let body = try vector["body_hex"].hex(), authentication = try vector["auth_info_hex"].hex()
        checker.expect("body", bytes: body, try CosmosTransaction.body(vector))
        checker.expect("authentication", bytes: authentication, try CosmosTransaction.authentication(vector, key))
        let document = CosmosTransaction.signDocument(
            body: body, authentication: authentication, chainID: chainID,
            accountNumber: try vector["account_number"].integer())
        checker.expect("sign document", bytes: try vector["sign_doc_hex"].hex(), document)
        let digest = try vector["sign_doc_sha256"].hex()
        checker.expect("sign document's hash", bytes: digest, SHA256.hash(document).bytes)
        let signature = Signature(try vector["signature_hex"].hex())
        checker.expect("signature", true, key.verify(signature, of: document))
        let raw = CosmosTransaction.raw(body: body, authentication: authentication, signature: signature)
        checker.expect("transaction", bytes: try vector["tx_raw_hex"].hex(), raw)
        checker.expect("hash", try vector["tx_hash"].text(), SHA256.hash(raw).description)
        let isRaw = try vector["tx_raw_hex"].hex() == raw
        checker.expect("transaction is its raw form", try vector["tx_equals_txraw"].bool(), isRaw)
    }
}

/// The protobuf of a transaction of one message and one signer (`cosmos/tx/v1beta1/tx.proto`).
private enum CosmosTransaction {
    /// `SIGN_MODE_DIRECT`.
    private static let directMode: UInt64 = 1

    static func body(_ vector: VectorMember) throws -> [UInt8] {
        var writer = ProtobufWriter()
        let type = ByteString(try vector["msg_type_url"].text()), value = try vector["msg_hex"].hex()
        writer.message(1) { message in
            message.string(1, type)
            message.bytes(2, value)
        }
        writer.string(2, ByteString(try vector["memo"].text()))
        return writer.bytes
    }

    static func authentication(_ vector: VectorMember, _ key: Secp256k1PublicKey) throws -> [UInt8] {
        let sequence: UInt64 = try vector["sequence"].integer(), gas: UInt64 = try vector["gas"].integer()
        var writer = ProtobufWriter()
        writer.message(1) { signer in
            signer.message(1) { any in
                any.string(1, "/cosmos.crypto.secp256k1.PubKey")
                any.message(2) { $0.bytes(1, key.bytes) }
            }
            signer.message(2) { mode in mode.message(1) { $0.uint64(1, directMode) } }
            signer.uint64(3, sequence)
        }
        let coins = try coins(vector["fee"])
        writer.message(2) { fee in
            for coin in coins {
                fee.message(1) { message in
                    message.string(1, ByteString(coin.denomination))
                    message.string(2, ByteString(coin.amount))
                }
            }
            fee.uint64(2, gas)
        }
        return writer.bytes
    }

    /// Coins as Cosmos writes them, `5stake,7uatom`; those of amount zero are left out.
    private static func coins(
        _ fee: VectorMember
    ) throws(VectorError) -> [(amount: String, denomination: String)] {
        var coins: [(amount: String, denomination: String)] = []
        for text in try fee.text().split(separator: ",") {
            let digits = text.prefix { $0.isASCII && $0.isNumber }, denomination = text.dropFirst(digits.count)
            guard let amount = UInt64(digits), !denomination.isEmpty else { throw fee.wrong("a list of coins") }
            if amount > 0 { coins.append((String(amount), String(denomination))) }
        }
        return coins
    }

    static func signDocument(
        body: [UInt8], authentication: [UInt8], chainID: String, accountNumber: UInt64
    ) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.bytes(1, body)
        writer.bytes(2, authentication)
        writer.string(3, ByteString(chainID))
        writer.uint64(4, accountNumber)
        return writer.bytes
    }

    static func raw(body: [UInt8], authentication: [UInt8], signature: Signature) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.bytes(1, body)
        writer.bytes(2, authentication)
        writer.element(3, signature.bytes)
        return writer.bytes
    }
}
