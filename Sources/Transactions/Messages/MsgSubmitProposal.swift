package import Chain
package import Wire

/// What validators vote on.
package enum ProposalContent: Hashable, Sendable {
    /// The account may bond and become a validator; its bond comes from the proposer.
    case admit(AccountAddress)
    /// The account's validator goes.
    case remove(AccountAddress)
    /// Parameters by name, in the order given, none twice.
    case parameters([ParameterChange])
    /// From the block after the vote on, messages of this version are taken.
    case registryVersion(UInt64)
    /// No block follows this height.
    case halt(Height)
    /// No block follows this height but by a program that knows the upgrade's name.
    case upgrade(name: ByteString, height: Height)
}

/// A parameter and what it is to be.
package struct ParameterChange: Hashable, Sendable, ProtobufEncodable {
    /// As in `unbonding_time`.
    package let name: ByteString
    package let value: ByteString

    package init(name: ByteString, value: ByteString) {
        self.name = name
        self.value = value
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, name)
        writer.string(2, value)
    }
}

/// Asks the validators for a decision. Only their operators may.
package struct MsgSubmitProposal: RegistryMessageBody {
    /// The most parameters of one proposal, and bytes of a name or value.
    static let parametersMaximum = 16
    static let textSizeMaximum = 256

    private static func message(_ name: String, _ fields: [FieldSchema]) -> FieldKind {
        .message(MessageSchema("daoncore.validators.v1.\(name)", fields))
    }

    package static let schema = MessageSchema(
        "daoncore.validators.v1.MsgSubmitProposal",
        [
            FieldSchema(1, "proposer", .string),
            FieldSchema(2, "expected_params_version", .uint64),
            FieldSchema(3, "expiry_height", .int64),
            FieldSchema(4, "admit", message("Admit", [FieldSchema(1, "operator", .string)]), isNew: true),
            FieldSchema(5, "remove", message("Remove", [FieldSchema(1, "operator", .string)]), isNew: true),
            FieldSchema(
                6, "parameters",
                message("ParameterChange", [FieldSchema(1, "name", .string), FieldSchema(2, "value", .string)]),
                countMaximum: parametersMaximum, isNew: true),
            FieldSchema(7, "registry_version", .uint64, isNew: true),
            FieldSchema(8, "halt_height", .int64, isNew: true),
            FieldSchema(
                9, "upgrade",
                message("Upgrade", [FieldSchema(1, "name", .string), FieldSchema(2, "height", .int64)]), isNew: true),
        ])

    package var proposer: AccountAddress
    /// The parameters' version must be this one when the proposal is made and when it passes.
    package var expectedParametersVersion: UInt64
    /// The last height at which it may pass.
    package var expiryHeight: Height
    package var content: ProposalContent

    package init(
        proposer: AccountAddress, expectedParametersVersion: UInt64, expiryHeight: Height, content: ProposalContent
    ) {
        self.proposer = proposer
        self.expectedParametersVersion = expectedParametersVersion
        self.expiryHeight = expiryHeight
        self.content = content
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        proposer = try AccountAddress(message.string(1))
        expectedParametersVersion = message.uint64(2)
        expiryHeight = Height(message.int64(3))
        if expiryHeight <= 0 {
            throw TransactionError(.invalidRequest, "expiry_height: expected a height above zero: invalid request")
        }
        var contents: [ProposalContent] = []
        if let admit = message.message(4) { contents.append(.admit(try AccountAddress(admit.string(1)))) }
        if let remove = message.message(5) { contents.append(.remove(try AccountAddress(remove.string(1)))) }
        let changes = try MsgSubmitProposal.changes(message.messages(6))
        if !changes.isEmpty { contents.append(.parameters(changes)) }
        if message.uint64(7) > 0 { contents.append(.registryVersion(message.uint64(7))) }
        if message.has(8) { contents.append(.halt(try MsgSubmitProposal.height(message.int64(8)))) }
        if let upgrade = message.message(9) {
            let name = try MsgSubmitProposal.text(upgrade.string(1), "name")
            contents.append(.upgrade(name: name, height: try MsgSubmitProposal.height(upgrade.int64(2))))
        }
        guard let content = contents.first, contents.count == 1 else {
            throw TransactionError(
                .invalidRequest, "a proposal has one content, this one has \(contents.count): invalid request")
        }
        self.content = content
    }

    private static func changes(_ messages: [StrictMessage]) throws(TransactionError) -> [ParameterChange] {
        var changes: [ParameterChange] = []
        for message in messages {
            let change = ParameterChange(
                name: try text(message.string(1), "name"), value: try text(message.string(2), "value"))
            if changes.contains(where: { $0.name == change.name }) {
                throw TransactionError(.invalidRequest, "parameters: \(change.name) occurs twice: invalid request")
            }
            changes.append(change)
        }
        return changes
    }

    private static func text(_ text: ByteString, _ name: String) throws(TransactionError) -> ByteString {
        if (1...textSizeMaximum).contains(text.bytes.count) { return text }
        throw TransactionError(
            .invalidRequest, "\(name): \(text.bytes.count) bytes, expected 1 to \(textSizeMaximum): invalid request")
    }

    private static func height(_ height: Int64) throws(TransactionError) -> Height {
        if height > 0 { return Height(height) }
        throw TransactionError(.invalidRequest, "height: expected one above zero: invalid request")
    }

    package var signer: AccountAddress { proposer }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, proposer)
        writer.uint64(2, expectedParametersVersion)
        writer.int64(3, expiryHeight.rawValue)
        switch content {
        case .admit(let account): writer.message(4) { $0.address(1, account) }
        case .remove(let account): writer.message(5) { $0.address(1, account) }
        case .parameters(let changes):
            for change in changes { writer.message(6, change) }
        case .registryVersion(let version): writer.uint64(7, version)
        case .halt(let height): writer.int64(8, height.rawValue)
        case .upgrade(let name, let height):
            writer.message(9) { upgrade in
                upgrade.string(1, name)
                upgrade.int64(2, height.rawValue)
            }
        }
    }
}
