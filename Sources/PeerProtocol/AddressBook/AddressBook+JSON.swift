package import Cryptography
package import JSON
import Wire

extension AddressBook {
    /// The file's content: CometBFT's `addrbook.json`.
    package var json: JSONValue {
        .members(
            ("key", .string(key)),
            ("addrs", .array(known.values.sorted { $0.id < $1.id }.map(\.json))))
    }

    /// Reads the content of an `addrbook.json`.
    package init(
        json: JSONValue, own: NodeID, privatePeers: Set<NodeID> = [], isStrict: Bool = true
    ) throws(JSONError) {
        let reader = JSONReader(json)
        let keyReader = try reader["key"]
        let key = try keyReader.string()
        if key.isEmpty || key.bytes.count > 64 { throw keyReader.error("has 1 to 64 digits") }
        self.init(key: key, own: own, privatePeers: privatePeers, isStrict: isStrict)
        let entries = try reader["addrs"]
        if entries.isNull { return }
        for entry in try entries.array(of: KnownAddress.self, atMost: AddressBookLimits.sizeMaximum) { restore(entry) }
    }
}
