package import Chain
package import Cryptography
import Wire

/// A transaction that was decoded strictly and whose form is right. Its signatures are of the right kind and number,
/// but nobody has verified them yet.
package struct SignedTransaction: Sendable {
    /// The most bytes of a transaction.
    package static let sizeMaximum = 1_048_576

    /// What a transaction is decoded for.
    package enum Purpose: Hashable, Sendable {
        case execution
        /// To find out what it would do: signatures may be empty, and there need be no sign mode.
        case simulation
    }

    package static let schema = MessageSchema(
        "cosmos.tx.v1beta1.TxRaw",
        [
            FieldSchema(1, "body_bytes", .bytes),
            FieldSchema(2, "auth_info_bytes", .bytes),
            FieldSchema(3, "signatures", .bytes, countMaximum: Authentication.signersMaximum),
        ])

    /// SHA-256 of the transaction's bytes.
    package let hash: Hash
    /// The version of the registry's messages that it was decoded by.
    package let version: RegistryVersion
    /// Bytes of the transaction.
    package let size: Int
    package let body: TransactionBody
    package let authentication: Authentication
    /// One for each of the body's signers, in the same order.
    package let signatures: [Signature]
    /// What the body was decoded from; part of what is signed.
    package let bodyBytes: [UInt8]
    /// What the authentication was decoded from; part of what is signed.
    package let authenticationBytes: [UInt8]
    /// Who signs, in the order of the signatures.
    package let signers: [AccountAddress]

    /// Decodes `cosmos.tx.v1beta1.TxRaw`.
    ///
    /// The one decoder for every door: the mempool, the block, the simulation, and JSON, which is made into bytes
    /// first.
    ///
    /// - Parameter version: The chain's version of the registry's messages, for whoever judges; what later ones have is
    ///   unknown, whatever this program could make of it. The newest for whoever only wants to read.
    package init(
        _ bytes: [UInt8], for purpose: Purpose = .execution, version: RegistryVersion = .newest
    ) throws(TransactionError) {
        self.version = version
        if bytes.count > SignedTransaction.sizeMaximum {
            throw TransactionError(
                .tooLarge, "\(bytes.count) bytes, at most \(SignedTransaction.sizeMaximum): tx too large")
        }
        if bytes.isEmpty { throw TransactionError(.parse, "empty transaction: tx parse error") }
        let raw = try StrictMessage(bytes, SignedTransaction.schema, place: "tx")
        // The signatures do not cover these bytes: only one form may be taken, or anyone could give the transaction
        // another hash (Cosmos ADR-027).
        if raw.protobuf != bytes {
            throw TransactionError(.parse, "tx: fields are empty or out of order: tx parse error")
        }
        hash = SHA256.hash(bytes)
        size = bytes.count
        bodyBytes = raw.bytes(1)
        authenticationBytes = raw.bytes(2)
        signatures = raw.elements(3).map { Signature($0) }
        body = try TransactionBody(
            StrictMessage(bodyBytes, TransactionBody.schema, version: version, place: "body"))
        authentication = try Authentication(
            StrictMessage(authenticationBytes, Authentication.schema, version: version, place: "auth_info"),
            for: purpose)
        signers = body.signers
        try checkSigners(purpose)
    }

    private func checkSigners(_ purpose: Purpose) throws(TransactionError) {
        if authentication.signers.count != signers.count || signatures.count != signers.count {
            throw TransactionError(
                .unauthorized,
                "invalid number of signer; expected: \(signers.count), got \(authentication.signers.count) "
                    + "with \(signatures.count) signatures: unauthorized")
        }
        for (index, signer) in authentication.signers.enumerated() {
            if signer.address != signers[index] {
                throw TransactionError(
                    .invalidPublicKey,
                    "pubKey does not match signer address \(signers[index]) with signer index: \(index): invalid pubkey"
                )
            }
            if body.isUnordered && signer.sequence != 0 {
                throw TransactionError(
                    .invalidRequest, "sequence is not allowed for unordered transactions: invalid request")
            }
            if purpose == .execution { try SignatureForm.check(signatures[index], by: signer.publicKey) }
        }
    }

    /// What the signer of this account number signs (`cosmos.tx.v1beta1.SignDoc`).
    package func signBytes(chainID: ChainID, accountNumber: UInt64) -> [UInt8] {
        SignDocument(
            body: bodyBytes, authentication: authenticationBytes, chainID: chainID, accountNumber: accountNumber
        ).protobuf
    }
}

/// What is signed (`cosmos.tx.v1beta1.SignDoc`, `SIGN_MODE_DIRECT`).
struct SignDocument: ProtobufEncodable {
    let body: [UInt8]
    let authentication: [UInt8]
    let chainID: ChainID
    let accountNumber: UInt64

    func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, body)
        writer.bytes(2, authentication)
        writer.string(3, chainID.text)
        writer.uint64(4, accountNumber)
    }
}

/// A transaction as it is sent (`cosmos.tx.v1beta1.TxRaw`).
struct RawTransaction: ProtobufEncodable {
    let body: [UInt8]
    let authentication: [UInt8]
    let signatures: [Signature]

    func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, body)
        writer.bytes(2, authentication)
        for signature in signatures { writer.element(3, signature.bytes) }
    }
}
