import Chain
import JSON
import PeerMessages
import Wire

extension KnownAddress: JSONCodable {
    private static let newKind: UInt8 = 1
    private static let oldKind: UInt8 = 2

    var json: JSONValue {
        .members(
            ("addr", KnownAddress.json(address)), ("src", KnownAddress.json(source)),
            ("buckets", .array(buckets.map { .integer($0) })), ("attempts", .integer(attempts)),
            ("bucket_type", .integer(isOld ? KnownAddress.oldKind : KnownAddress.newKind)),
            ("last_attempt", lastAttempt.json), ("last_success", lastSuccess.json),
            ("last_ban_time", bannedUntil.json))
    }

    init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        let addressReader = try reader["addr"]
        let address = try KnownAddress.address(addressReader)
        do {
            id = try address.nodeID()
        } catch {
            throw addressReader.error("\(error)")
        }
        self.address = address
        source = try KnownAddress.address(reader["src"])
        attempts = max(0, try reader["attempts"].int32())
        let kind = try reader["bucket_type"]
        switch try kind.integer(as: UInt8.self, named: "uint8") {
        case KnownAddress.newKind: isOld = false
        case KnownAddress.oldKind: isOld = true
        default: throw kind.error("is neither 1 (new) nor 2 (old)")
        }
        let count = isOld ? AddressBookLimits.oldBucketCount : AddressBookLimits.newBucketCount
        for index in try reader["buckets"].array(atMost: AddressBookLimits.newBucketCount) {
            let bucket = try index.integer(as: Int.self, named: "int")
            if !(0..<count).contains(bucket) { throw index.error("there is no bucket \(bucket)") }
            if !buckets.contains(bucket) { buckets.append(bucket) }
        }
        lastAttempt = try reader["last_attempt"].decode()
        lastSuccess = try reader["last_success"].decode()
        bannedUntil = try reader["last_ban_time"].decode()
    }

    private static func json(_ address: NetworkAddress) -> JSONValue {
        .members(
            ("id", .string(address.id)), ("ip", .text("\(address.ip)")), ("port", .integer(address.port)))
    }

    private static func address(_ reader: JSONReader) throws(JSONError) -> NetworkAddress {
        let ipReader = try reader["ip"]
        let text = try ipReader.string()
        guard let ip = IPAddress(parsing: text) else { throw ipReader.error("\(text) is no address") }
        return NetworkAddress(
            id: try reader["id"].string(), ip: ip, port: try reader["port"].integer(as: UInt16.self, named: "uint16"))
    }
}
