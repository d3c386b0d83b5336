import ArgumentParser
import Chain
import Cryptography
import Files
import Foundation
import JSON
import NodeSettings
import RegistryClient
import Signer
import Transactions

struct RotateKey: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key", abstract: "Give this home's validator a new consensus key.",
        discussion: """
            A new key is made and the chain is told. Then the old key's file is kept beside the new one, and the node has to \
            be restarted: it signs with the new key two blocks later. The command ends when it does. It may be stopped \
            and run again at any time.
            """)

    @OptionGroup var options: OperatorOptions

    func run(with flags: CommandLineSettings) async throws {
        let files = options.keys.home.directory.files(try options.keys.home.settings(flags))
        let old = try ValidatorKey.read(files.validatorKey).key
        let sender = try options.sender()
        let entry = try sender.node.validator(of: sender.address)
        let nextFile = files.validatorKey + ".next"
        let new: ValidatorKey
        if try Folder.entry(at: nextFile) == .absent {
            if entry.publicKey != old.publicKey {
                throw CommandError(
                    description: "the chain knows the validator of \(sender.address) by the key of "
                        + "\(entry.publicKey.address), and \(files.validatorKey) has that of \(old.address): run this where "
                        + "that key is")
            }
            // On the disk before the chain hears of it: a key that is lost then is a validator that is lost.
            new = .generate()
            try new.write(to: nextFile)
        } else {
            new = try ValidatorKey.read(nextFile).key
        }
        guard case .ed25519(let key) = new.publicKey else {
            throw CommandError(description: "\(nextFile): validators of the registry have Ed25519 keys")
        }
        if entry.publicKey != new.publicKey {
            let message = MsgRotateConsensusKey(account: sender.address, newKey: key)
            let found = try options.send(.rotateConsensusKey(message), by: sender)
            Terminal.note("The chain knows the new key since block \(found.height); it counts two blocks later.")
        }
        if old.address != new.address { try old.write(to: files.validatorKey + ".\(old.address)") }
        try new.write(to: files.validatorKey)
        try FileManager.default.removeItem(atPath: nextFile)
        Terminal.note("Restart the node now: it signs with the new key in \(files.validatorKey).")
        _ = try sender.node.waiting { () throws(ClientError) -> ValidatorsAnswer.Entry? in
            do throws(ClientError) {
                guard let entry = try sender.node.validators().entry(of: new.publicKey), entry.isPresent else {
                    return nil
                }
                return entry
            } catch {
                // The node is being restarted.
                if case .unreachable = error { return nil }
                throw error
            }
        }
        options.node.output.show([
            ("status", .text("rotated")), ("operator", .text(sender.address.text)),
            ("old_consensus_address", .text(old.address.description)),
            ("new_consensus_address", .text(new.address.description)),
        ])
    }
}
