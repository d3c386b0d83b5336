import Chain
import Cryptography
import Files
import JSON
import Keyring
import NodeSettings
import Signer
import Transactions
import Wire

/// The account that operates a validator of a new chain, and the genesis in which it does.
struct FirstValidator {
    /// What `proxy_app` calls the registry.
    static let applicationName = "daon"
    /// The account's key.
    static let keyName = "validator"

    /// What its bond gives it: one of power for each million `stake`.
    static let power = VotingPower(Int64(clamping: RegistryGenesis.bond.rawValue / 1_000_000))

    let home: HomeDirectory
    let chainID: ChainID
    let configuration: NodeConfiguration

    /// `app_state` of a chain whose only validator is this home's; empty for another application, or when the home is
    /// there already.
    func appState(
        _ validatorKey: ValidatorKey, _ nodeKey: NodeKey, _ environment: [String: String]
    ) throws -> [UInt8] {
        let external = configuration.peers.externalAddress
        guard
            let validator = try validator(
                validatorKey, memo: external.isEmpty ? "" : "\(nodeKey.id)@\(external)", environment)
        else { return [] }
        return try FirstValidator.appState(chainID, [validator], environment)
    }

    /// `app_state` of a chain of these validators.
    static func appState(
        _ chainID: ChainID, _ validators: [RegistryGenesis.Validator], _ environment: [String: String]
    ) throws -> [UInt8] {
        try RegistryGenesis(chainID: chainID, validators: validators, apiAccount: try apiAccount(environment))
            .appState().serialized()
    }

    /// This home's validator as the genesis has it; nil for another application, or when the home is there already.
    ///
    /// The account's key is made first: a home without it could never move its bond. One that an interrupted call has
    /// left is used again. It is unencrypted unless the environment has a passphrase, as nobody may be there to type one.
    ///
    /// - Parameter memo: Where the node is found; may be empty.
    func validator(
        _ validatorKey: ValidatorKey, memo: String, _ environment: [String: String]
    ) throws -> RegistryGenesis.Validator? {
        guard configuration.applicationAddress == FirstValidator.applicationName,
            try Folder.entry(at: home.configurationFile) == .absent,
            case .ed25519(let consensusKey) = validatorKey.publicKey
        else { return nil }
        let keyring = Keyring(home: home.path)
        let passphrase = environment["DAON_KEYRING_PASSPHRASE"].map { SecretBytes(utf8: $0) }
        if try !keyring.names().contains(FirstValidator.keyName) {
            try keyring.add(FirstValidator.keyName, .generate(), passphrase.map { .passphrase($0) } ?? .none)
        }
        let operatorKey = try keyring.privateKey(FirstValidator.keyName) { () throws(KeyringError) in
            guard let passphrase else { throw .noPassphrase(FirstValidator.keyName) }
            return passphrase
        }
        return RegistryGenesis.Validator(
            operatorKey: operatorKey, consensusKey: consensusKey, moniker: ByteString(configuration.moniker),
            memo: ByteString(memo))
    }

    /// The account of the words in `API_MNEMONIC`; nil when there are none.
    private static func apiAccount(_ environment: [String: String]) throws -> AccountAddress? {
        guard let words = environment["API_MNEMONIC"], !words.isEmpty else { return nil }
        do {
            return AccountAddress(.secp256k1(try Mnemonic(SecretBytes(utf8: words)).privateKey.publicKey))
        } catch {
            throw CommandError(description: "API_MNEMONIC: \(error)")
        }
    }
}

extension SecretBytes {
    /// The text's UTF-8.
    convenience init(utf8 text: String) {
        self.init(count: text.utf8.count) { memory in
            for (index, byte) in text.utf8.enumerated() { memory[index] = byte }
        }
    }
}
