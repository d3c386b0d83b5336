import ArgumentParser
import JSON
import RegistryClient
import Transactions
import Wire

struct RevokeKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke-key", abstract: "End the validity of a key of the API, everywhere and for good.",
        discussion: """
            The chain notes that the signer has revoked the key with this id; an API asks for what its own account has \
            revoked. Revoking a key again changes nothing.
            """)

    @Argument(help: "The key's id, 1 to 64 bytes.")
    var keyID: String

    @OptionGroup var sending: SendingOptions

    func run() throws {
        let keyID = ByteString(keyID)
        guard (1...MsgRevokeKey.keyIDSizeMaximum).contains(keyID.bytes.count) else {
            throw CommandError(
                description: "\(self.keyID): \(keyID.bytes.count) bytes, expected 1 to \(MsgRevokeKey.keyIDSizeMaximum)"
            )
        }
        let sender = try sending.sender()
        try sending.send(
            [.revokeKey(MsgRevokeKey(creator: sender.address, keyID: keyID))], by: sender,
            [("account", .text(sender.address.text)), ("key_id", .string(keyID))])
    }
}
