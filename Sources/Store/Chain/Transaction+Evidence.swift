import Chain
import Cryptography
import Evidence
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

    // MARK: Equivocations

    func putEquivocation(_ equivocation: Equivocation) throws(StoreError) {
        let height = UInt64(bitPattern: equivocation.height.rawValue)
        try put(height.bigEndianBytes + equivocation.validator.bytes, for: .equivocation(equivocation.hash))
    }

    /// In the order of heights, then of validators.
    func equivocations() throws(StoreError) -> [Equivocation] {
        var result: [(stored: [UInt8], equivocation: Equivocation)] = []
        try walkNames(StoreKey.equivocationPrefix) { (name, value) throws(StoreError) in
            guard let height = UInt64(bigEndianBytes: value.prefix(8)), let validator = Address(value.dropFirst(8))
            else { throw corrupted(.equivocation(name), "it is not a height and an address") }
            let equivocation = Equivocation(validator: validator, height: Height(Int64(bitPattern: height)))
            if equivocation.hash != name { throw corrupted(.equivocation(name), "it has another name") }
            result.append((value, equivocation))
        }
        return result.sorted { $0.stored.lexicographicallyPrecedes($1.stored) }.map(\.equivocation)
    }

    func resumptions() throws(StoreError) -> Set<Hash> {
        var result: Set<Hash> = []
        try walkNames(StoreKey.resumptionPrefix) { (name, _) throws(StoreError) in result.insert(name) }
        return result
    }

    /// Entries of the index whose keys are this prefix and a hash.
    private func walkNames(
        _ prefix: UInt8, _ body: (Hash, [UInt8]) throws(StoreError) -> Void
    ) throws(StoreError) {
        try walk(.index, from: [prefix]) { (key, value) throws(StoreError) in
            guard key.first == prefix, let name = Hash(Array(key.dropFirst())) else { return false }
            try body(name, try value())
            return true
        }
    }
}
