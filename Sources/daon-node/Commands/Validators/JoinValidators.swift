import ArgumentParser
import Chain
import Cryptography
import JSON
import NodeSettings
import RegistryClient
import Signer
import Transactions
import Wire

struct JoinValidators: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Make this home's node a validator of the running chain.",
        discussion: """
            Start the node first, and leave it running. The command waits until it has caught up, says what the operators \
            of the present validators have to do, waits until they have done it, bonds, and ends when the validator \
            signs. It may be stopped and run again at any time.
            """)

    @OptionGroup var options: OperatorOptions

    func run(with flags: CommandLineSettings) async throws {
        let settings = try options.keys.home.settings(flags)
        let files = options.keys.home.directory.files(settings)
        let publicKey = try ValidatorKey.read(files.validatorKey).key.publicKey
        guard case .ed25519(let consensusKey) = publicKey else {
            throw CommandError(description: "\(files.validatorKey): validators of the registry have Ed25519 keys")
        }
        try waitForNode()
        let sender = try options.sender()
        try JoinValidators.waitForSync(sender.node)
        var answer = try sender.node.validators()
        if answer.entry(of: publicKey) == nil {
            if let other = answer.entry(of: sender.address) {
                throw CommandError(
                    description: "\(sender.address) operates a validator with another key already "
                        + "(\(other.publicKey.address)): to change its key, run daon-node validator rotate-key")
            }
            try waitForAdmission(sender)
            try bond(sender, consensusKey, ByteString(settings.moniker))
            answer = try sender.node.validators()
        }
        Terminal.note("Bonded; waiting for the first signature of \(publicKey.address).")
        let entry = try JoinValidators.waitForSignature(of: publicKey, sender.node)
        options.node.output.show([
            ("status", .text("validator")), ("operator", .text(sender.address.text)),
            ("consensus_address", .text(publicKey.address.description)),
            ("power", .decimal(entry.power.rawValue)), ("since", .decimal(entry.since.rawValue)),
        ])
    }

    /// The node may have been started a moment ago.
    private func waitForNode() throws {
        let node = try options.node.client()
        var attempts = 0
        try node.waiting { () throws(ClientError) -> Void? in
            do throws(ClientError) {
                _ = try node.status()
                return ()
            } catch {
                guard case .unreachable = error, attempts < 4 * options.waitSeconds else { throw error }
                attempts += 1
                return nil
            }
        }
    }

    private static func waitForSync(_ node: NodeClient) throws {
        var told: Height = 0
        try node.waiting { () throws(ClientError) -> Void? in
            let status = try node.status()
            if !status.isCatchingUp { return () }
            if status.height.rawValue >= told.rawValue + 1000 || told == 0 {
                told = status.height
                Terminal.note("The node catches up: it is at height \(status.height).")
            }
            return nil
        }
    }

    /// Says once what the other side has to do, and waits for it.
    private func waitForAdmission(_ sender: TransactionSender) throws {
        if try !sender.node.parameters().admitsByVote { return }
        var isTold = false
        try sender.node.waiting { () throws(ClientError) -> Void? in
            if try sender.node.validators().admitted.contains(sender.address) { return () }
            if !isTold {
                Terminal.note("Waiting to be admitted. Let the operators of the validators run, each at its own node:")
                Terminal.note("")
                Terminal.note("    daon-node validator admit \(sender.address)")
                Terminal.note("")
                isTold = true
            }
            return nil
        }
        Terminal.note("Admitted.")
    }

    /// Bonds; while the chain says that it cannot go on with one more yet, tries again.
    private func bond(_ sender: TransactionSender, _ key: Ed25519PublicKey, _ moniker: ByteString) throws {
        let bond = Amount(UInt128(try sender.node.parameters().validatorBond))
        guard let rate = Fraction(decimal: "0.1") else { return }
        let message = MsgCreateValidator(
            description: ValidatorDescription(moniker: moniker),
            commission: CommissionRates(rate: rate, maximum: rate, changeMaximum: rate), validator: sender.address,
            publicKey: key, value: .stake(bond))
        var told = ""
        let hash = try sender.node.waiting { () throws(ClientError) -> Hash? in
            do throws(ClientError) {
                return try sender.send([.createValidator(message)], now: SystemTime.now)
            } catch {
                guard case .refused(_, _, let log) = error, log.contains("cannot join now") else { throw error }
                if log != told { Terminal.note("Not yet: \(log)") }
                told = log
                return nil
            }
        }
        _ = try sender.wait(for: hash, seconds: options.waitSeconds)
    }

    /// Waits until the chain has seen a signature of a validator's key.
    static func waitForSignature(of key: PublicKey, _ node: NodeClient) throws -> ValidatorsAnswer.Entry {
        try node.waiting { () throws(ClientError) -> ValidatorsAnswer.Entry? in
            guard let entry = try node.validators().entry(of: key), entry.isPresent else { return nil }
            return entry
        }
    }
}
