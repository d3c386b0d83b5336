package import Wire

/// Why a transaction or a message of it is refused: a code of the Cosmos SDK or of the registry, and what to tell the
/// client.
package struct TransactionError: Error, Hashable, Sendable {
    /// Whose codes these are, and the code.
    package let reason: Reason
    /// What was wrong, in words for the client.
    package let log: String

    package init(_ reason: Reason, _ log: String) {
        self.reason = reason
        self.log = log
    }

    package var code: UInt32 { reason.code }
    package var codespace: ByteString { reason.codespace }

    /// The kinds of refusal with the codes that Cosmos clients know (cosmos-sdk `types/errors/errors.go`) and those of
    /// DAON's registry.
    package enum Reason: Hashable, Sendable, CaseIterable {
        case parse
        case invalidSequence
        case unauthorized
        case insufficientFunds
        case unknownRequest
        case invalidAddress
        case invalidPublicKey
        case unknownAddress
        case invalidCoins
        case outOfGas
        case memoTooLarge
        case insufficientFee
        case invalidRequest
        case alreadyInMempool
        case mempoolFull
        case tooLarge
        case keyNotFound
        case timeoutHeight
        case unknownExtension
        case wrongSequence
        case timeout
        /// A creator or owner that is no account.
        case registrySigner
        case contentHash
        case alreadyRegistered
        case license
        case recordNotFound
        case notOwner
        /// The record's revision is not the expected one.
        case revision
        /// A kind of content, training policy, address of a licence or other term that the registry does not know.
        case term

        package var codespace: ByteString {
            switch self {
            case .registrySigner, .contentHash, .alreadyRegistered, .license, .recordNotFound, .notOwner, .revision,
                .term:
                "contentregistry"
            default: "sdk"
            }
        }

        package var code: UInt32 {
            switch self {
            case .parse: 2
            case .invalidSequence: 3
            case .unauthorized: 4
            case .insufficientFunds: 5
            case .unknownRequest: 6
            case .invalidAddress: 7
            case .invalidPublicKey: 8
            case .unknownAddress: 9
            case .invalidCoins: 10
            case .outOfGas: 11
            case .memoTooLarge: 12
            case .insufficientFee: 13
            case .invalidRequest: 18
            case .alreadyInMempool: 19
            case .mempoolFull: 20
            case .tooLarge: 21
            case .keyNotFound: 22
            case .timeoutHeight: 30
            case .unknownExtension: 31
            case .wrongSequence: 32
            case .timeout: 42
            case .registrySigner: 1100
            case .contentHash: 1101
            case .alreadyRegistered: 1102
            case .license: 1103
            case .recordNotFound: 1104
            case .notOwner: 1105
            case .revision: 1107
            case .term: 1108
            }
        }
    }
}

extension TransactionError: CustomStringConvertible {
    package var description: String { log }
}
