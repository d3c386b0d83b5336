package import Wire

/// A message of a transaction, of one of the kinds that the chain knows.
package enum RegistryMessage: Hashable, Sendable {
    case register(MsgRegisterContent)
    case registerBatch(MsgRegisterContentBatch)
    case transfer(MsgTransferOwnership)
    case updateLicense(MsgUpdateLicense)
    case revise(MsgRevise)
    case revokeKey(MsgRevokeKey)
    case send(MsgSend)
    case createValidator(MsgCreateValidator)
    case undelegate(MsgUndelegate)
    case rotateConsensusKey(MsgRotateConsensusKey)
    case submitProposal(MsgSubmitProposal)
    case vote(MsgVote)

    /// The messages that an `Any` in a transaction may hold.
    package static let schemas = SchemaTable("message", readers.map(\.schema))

    /// The message that an `Any` held, its fields checked.
    package init(_ message: StrictMessage) throws(TransactionError) {
        guard let reader = RegistryMessage.readersByName[message.schema.name] else {
            throw TransactionError(.parse, "unable to resolve type URL \(message.schema.typeURL): tx parse error")
        }
        self = try reader(message)
    }

    /// The message itself.
    package var body: any RegistryMessageBody {
        switch self {
        case .register(let message): message
        case .registerBatch(let message): message
        case .transfer(let message): message
        case .updateLicense(let message): message
        case .revise(let message): message
        case .revokeKey(let message): message
        case .send(let message): message
        case .createValidator(let message): message
        case .undelegate(let message): message
        case .rotateConsensusKey(let message): message
        case .submitProposal(let message): message
        case .vote(let message): message
        }
    }

    /// How an `Any` names the message.
    package var typeURL: ByteString { type(of: body).typeURL }

    /// Who must sign.
    package var signer: AccountAddress { body.signer }

    private typealias Reader = @Sendable (StrictMessage) throws(TransactionError) -> RegistryMessage

    private static func reader<Body: RegistryMessageBody>(
        _ type: Body.Type, _ kind: @escaping @Sendable (Body) -> RegistryMessage
    ) -> (schema: MessageSchema, read: Reader) {
        (type.schema, { (message) throws(TransactionError) in kind(try Body(message)) })
    }

    private static let readers: [(schema: MessageSchema, read: Reader)] = [
        reader(MsgRegisterContent.self) { .register($0) },
        reader(MsgRegisterContentBatch.self) { .registerBatch($0) },
        reader(MsgTransferOwnership.self) { .transfer($0) },
        reader(MsgUpdateLicense.self) { .updateLicense($0) },
        reader(MsgRevise.self) { .revise($0) },
        reader(MsgRevokeKey.self) { .revokeKey($0) },
        reader(MsgSend.self) { .send($0) },
        reader(MsgCreateValidator.self) { .createValidator($0) },
        reader(MsgUndelegate.self) { .undelegate($0) },
        reader(MsgRotateConsensusKey.self) { .rotateConsensusKey($0) },
        reader(MsgSubmitProposal.self) { .submitProposal($0) },
        reader(MsgVote.self) { .vote($0) },
    ]

    private static let readersByName = Dictionary(readers.map { ($0.schema.name, $0.read) }) { first, _ in first }
}
