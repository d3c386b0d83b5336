import Chain
package import Transactions
package import Wire

// The registry's questions, each with its answer.
extension NodeClient {
    /// An account; nil when the chain does not know it.
    package func account(_ address: AccountAddress) throws(ClientError) -> AccountState? {
        do {
            return try answer(QueryPath.account, AddressQuestion(address).protobuf)
        } catch {
            if case .refused(22, _, _) = error { return nil }
            throw error
        }
    }

    /// All coins of an account.
    package func balances(_ address: AccountAddress) throws(ClientError) -> [Coin] {
        try answer(QueryPath.allBalances, AddressQuestion(address).protobuf, as: BalancesAnswer.self).coins
    }

    /// A record; nil when the hash is not registered.
    package func record(_ work: ContentHash) throws(ClientError) -> RecordAnswer? {
        do {
            return try answer(
                QueryPath.record, RecordRequest(contentHash: ByteString(work.text)).protobuf, as: WrappedRecord.self
            ).record
        } catch {
            if case .refused(1104, _, _) = error { return nil }
            throw error
        }
    }

    /// A record's registration and all changes, oldest first.
    package func history(_ work: ContentHash) throws(ClientError) -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        var key: [UInt8] = []
        repeat {
            let question = RecordRequest(contentHash: ByteString(work.text), page: PageRequest(key: key))
            let part: HistoryAnswer = try answer(QueryPath.history, question.protobuf)
            entries += part.items
            key = part.items.isEmpty ? [] : part.page.nextKey
        } while !key.isEmpty
        return entries
    }

    /// A page of records in the order of registration.
    ///
    /// - Parameter owner: Whose records; nil for all.
    package func records(owner: AccountAddress?, page: PageRequest) throws(ClientError) -> RecordsAnswer {
        let question = RecordsRequest(owner: ByteString(owner?.text ?? ""), page: page)
        return try answer(owner == nil ? QueryPath.records : QueryPath.recordsByOwner, question.protobuf)
    }

    /// A page of the keys that an account has revoked, in the order of their ids.
    ///
    /// - Parameter keyID: Only the key with this id; empty for all.
    package func revokedKeys(
        of account: AccountAddress, keyID: ByteString = "", page: PageRequest = PageRequest()
    ) throws(ClientError) -> RevokedKeysAnswer {
        let question = RevokedKeysRequest(account: ByteString(account.text), page: page, keyID: keyID)
        return try answer(QueryPath.revokedKeys, question.protobuf)
    }

    /// What the chain has agreed on about the registry.
    package func parameters() throws(ClientError) -> ParametersAnswer { try answer(QueryPath.parameters, []) }

    /// The gas that a transaction would use. The refusal it would get is an error.
    package func simulate(_ transaction: [UInt8]) throws(ClientError) -> UInt64 {
        var writer = ProtobufWriter()
        writer.bytes(2, transaction)
        return try answer(QueryPath.simulate, writer.bytes, as: SimulationAnswer.self).gasUsed
    }
}

private struct AddressQuestion: ProtobufEncodable {
    let address: AccountAddress

    init(_ address: AccountAddress) { self.address = address }

    func encode(into writer: inout ProtobufWriter) { writer.string(1, ByteString(address.text)) }
}

private struct WrappedRecord: ProtobufDecodable {
    var record: RecordAnswer?

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            if field.number == 1 {
                record = try reader.decode(RecordAnswer.self, field)
            } else {
                try reader.skip(field)
            }
        }
    }
}
