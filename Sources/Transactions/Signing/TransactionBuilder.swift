package import Chain
package import Cryptography
import Wire

/// A key that signs transactions.
package protocol TransactionKey: Sendable {
    /// The key that verifies.
    var verificationKey: PublicKey { get }

    func sign(_ message: [UInt8]) -> Signature
}

extension Secp256k1PrivateKey: TransactionKey {
    package var verificationKey: PublicKey { .secp256k1(publicKey) }
}

extension Ed25519PrivateKey: TransactionKey {
    package var verificationKey: PublicKey { .ed25519(publicKey) }
}

/// Makes transactions of one signer, byte by byte as Cosmos clients make them.
package struct TransactionBuilder: Sendable {
    package var body: TransactionBody
    package var fee: Fee

    package init(_ body: TransactionBody, fee: Fee) {
        self.body = body
        self.fee = fee
    }

    /// The signed transaction's bytes.
    ///
    /// - Parameter sequence: The account's; 0 when the body is unordered.
    package func signed(
        by key: any TransactionKey, chainID: ChainID, accountNumber: UInt64, sequence: UInt64
    ) -> [UInt8] {
        let body = body.protobuf, authentication = authentication(key.verificationKey, sequence)
        let document = SignDocument(
            body: body, authentication: authentication, chainID: chainID, accountNumber: accountNumber)
        return RawTransaction(body: body, authentication: authentication, signatures: [key.sign(document.protobuf)])
            .protobuf
    }

    /// The transaction with an empty signature, as a simulation takes it.
    package func unsigned(by key: PublicKey, sequence: UInt64) -> [UInt8] {
        RawTransaction(body: body.protobuf, authentication: authentication(key, sequence), signatures: [.empty])
            .protobuf
    }

    private func authentication(_ key: PublicKey, _ sequence: UInt64) -> [UInt8] {
        Authentication(signers: [SignerInformation(publicKey: key, sequence: sequence)], fee: fee).protobuf
    }
}
