package import Wire

/// Registers a work.
package struct MsgRegisterContent: RegistryMessageBody {
    package static let schema = MessageSchema(
        "daoncore.contentregistry.v1.MsgRegisterContent", [FieldSchema(1, "creator", .string)] + Work.fields)

    package var creator: AccountAddress
    package var work: Work

    package init(creator: AccountAddress, work: Work) {
        self.creator = creator
        self.work = work
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        creator = try AccountAddress(message.string(1), reason: .registrySigner)
        work = try Work(message)
    }

    package var signer: AccountAddress { creator }
    /// Whether it says what today's clients cannot say: they get today's answers.
    package var isNew: Bool { work.isNew }
    /// Whose the record becomes.
    package var owner: AccountAddress { work.owner ?? creator }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, creator)
        work.encode(into: &writer)
    }
}

/// Registers several works, each of which may exist already.
package struct MsgRegisterContentBatch: RegistryMessageBody {
    /// The most works of one message.
    package static let worksMaximum = 100

    static let workSchema = MessageSchema("daoncore.contentregistry.v1.Work", Work.fields)
    package static let schema = MessageSchema(
        "daoncore.contentregistry.v1.MsgRegisterContentBatch",
        [
            FieldSchema(1, "creator", .string),
            FieldSchema(2, "works", .message(workSchema), countMaximum: worksMaximum),
        ], since: .second)

    package var creator: AccountAddress
    /// 1 to 100.
    package var works: [Work]

    package init(creator: AccountAddress, works: [Work]) {
        self.creator = creator
        self.works = works
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        creator = try AccountAddress(message.string(1), reason: .registrySigner)
        works = []
        for (index, element) in message.messages(2).enumerated() {
            do {
                works.append(try Work(element))
            } catch {
                throw TransactionError(error.reason, "works[\(index)]: \(error.log)")
            }
        }
        if works.isEmpty { throw TransactionError(.invalidRequest, "works: none: invalid request") }
    }

    package var signer: AccountAddress { creator }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, creator)
        for work in works { writer.message(2, work) }
    }
}
