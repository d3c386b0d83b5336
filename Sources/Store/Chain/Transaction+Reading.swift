import ABCI
import Chain
import Wire

extension Transaction {
    /// A block, put together from its parts.
    func block(_ height: Height) throws(StoreError) -> Block? {
        guard let bytes = try blockBytes(height) else { return nil }
        return try decoded(.part(height, index: 0)) { () throws(DecodingError) in try Block(protobuf: bytes) }
    }

    /// A transaction and its result, for which the rest of the block is not decoded.
    func transaction(at place: TransactionPlace) throws(StoreError) -> TxResult {
        let (height, index) = (place.height, Int(place.index))
        let block = ProtobufReader(try present(blockBytes(height), .blockMeta(height)))
        let response = ProtobufReader(try present(value(.response(height)), .response(height)))
        let transaction = try decoded(.part(height, index: 0)) { () throws(DecodingError) in
            try Block.transaction(at: index, in: block)
        }
        let result = try decoded(.response(height)) { () throws(DecodingError) in
            try ResponseFinalizeBlock.txResult(at: index, in: response)
        }
        guard let transaction, let result else {
            throw corrupted(.blockMeta(height), "it has no transaction \(index), which the index names")
        }
        return TxResult(height: height, index: place.index, tx: transaction, result: result)
    }

    /// The protobuf form of a block.
    private func blockBytes(_ height: Height) throws(StoreError) -> [UInt8]? {
        guard let meta = try value(.blockMeta(height), as: BlockMeta.self) else { return nil }
        var bytes: [UInt8] = []
        for index in 0..<meta.blockID.partSetHeader.total {
            let key = StoreKey.part(height, index: index)
            guard let part = try value(key, as: Part.self) else {
                // A pruned block leaves its header behind for a while, and no part.
                if index == 0 { return nil }
                throw corrupted(key, "it is missing")
            }
            bytes += part.bytes
        }
        return bytes
    }

    func entry(_ key: ApplicationKey) throws(StoreError) -> [UInt8]? {
        guard let value = try value(.entry(key)) else { return nil }
        return try present(ApplicationKey.entry(key.stored, value), .entry(key)).value
    }

    /// Entries of the application in the order of their keys.
    func entries(
        prefix: [UInt8], after last: [UInt8]?, atMost limit: Int
    ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])] {
        let start = last.map { prefix.lexicographicallyPrecedes($0) ? $0 : prefix } ?? prefix
        var entries: [(key: [UInt8], value: [UInt8])] = []
        // Long keys with one front stand in the order of their hashes: they are collected and sorted.
        var group: (front: ArraySlice<UInt8>, entries: [(key: [UInt8], value: [UInt8])]) = ([], [])
        func take(_ entry: (key: [UInt8], value: [UInt8])) {
            if entry.key.starts(with: prefix), last.map({ $0.lexicographicallyPrecedes(entry.key) }) ?? true {
                entries.append(entry)
            }
        }
        func endGroup() {
            group.entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.forEach(take)
            group = ([], [])
        }
        let front = ApplicationKey(prefix).front
        try walk(.application, from: ApplicationKey(start).front) { (key, value) throws(StoreError) in
            guard let entry = ApplicationKey.entry(key, try value()) else {
                throw .corrupted(path: self.path, key: "an entry of the application", reason: "it has no key")
            }
            let found = ApplicationKey(entry.key)
            if group.front != key.prefix(found.front.count) || !found.isLong { endGroup() }
            if entries.count >= limit || !key.starts(with: front) { return false }
            if found.isLong {
                group.front = found.front[...]
                group.entries.append(entry)
            } else {
                take(entry)
            }
            return true
        }
        endGroup()
        return entries
    }
}
