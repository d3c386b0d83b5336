import ABCI
import MerkleMap
import Transactions
import Wire

extension RegistryQuery {
    /// An account's revoked keys in the order of their ids; the page's keys are ids.
    func revokedKeys() throws -> RevokedKeysAnswer {
        let question = try RevokedKeysRequest(protobuf: request.data)
        let account = try AccountAddress(question.account)
        if question.keyID.bytes.count > MsgRevokeKey.keyIDSizeMaximum
            || question.page.key.count > MsgRevokeKey.keyIDSizeMaximum
        {
            throw TransactionError(
                .invalidRequest, "a key's id has 1 to \(MsgRevokeKey.keyIDSizeMaximum) bytes: invalid request")
        }
        let prefix = StateKey.revokedKeys(of: account)
        if !question.keyID.isEmpty {
            let key = prefix + question.keyID.bytes
            guard let value = try map.value(of: key) else { return RevokedKeysAnswer() }
            return RevokedKeysAnswer([try RevokedKey(MapEntry(key: key, value: value))])
        }
        var range = KeyRange(prefix: prefix)
        if !question.page.key.isEmpty {
            let key = prefix + question.page.key
            range =
                question.page.isReversed
                ? KeyRange(from: range.lower, through: key) : KeyRange(from: key, upTo: range.upper)
        }
        let count = question.page.count
        let entries = try map.entries(in: range, limit: count + 1, descending: question.page.isReversed)
        var answer = RevokedKeysAnswer(try entries.prefix(count).map { try RevokedKey($0) })
        if entries.count > count, let next = entries.last {
            answer.page.nextKey = Array(next.key.dropFirst(prefix.count))
        }
        return answer
    }
}
