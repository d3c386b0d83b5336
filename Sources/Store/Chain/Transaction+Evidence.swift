import Chain
import Wire

extension Transaction {
    /// Evidence that waits for a block, by height.
    func pendingEvidence() throws(StoreError) -> [Evidence] {
        var result: [Evidence] = []
        try walk(.index, from: [StoreKey.pendingEvidencePrefix]) { (key, value) throws(StoreError) in
            if key.first != StoreKey.pendingEvidencePrefix { return false }
            do {
                result.append(try Evidence(protobuf: try value()))
            } catch let error as StoreError {
                throw error
            } catch {
                throw .corrupted(path: self.path, key: "pending evidence", reason: "\(error)")
            }
            return true
        }
        return result
    }
}
