import Transactions
import Wire

/// How much is registered.
struct RegistryStatistics: Hashable, Sendable {
    var records: UInt64 = 0
    var transfers: UInt64 = 0
    /// Records by licence, in the order of names; all licences of one's own stand under `custom:`.
    private(set) var byLicense: [(license: ByteString, count: UInt64)] = []

    private static func name(_ license: License) -> ByteString {
        let custom = ByteString(License.customPrefix)
        return license.text.bytes.starts(with: custom.bytes) ? custom : license.text
    }

    mutating func add(_ license: License) {
        let name = RegistryStatistics.name(license)
        let place = byLicense.firstIndex { $0.license >= name } ?? byLicense.count
        if place < byLicense.count, byLicense[place].license == name {
            byLicense[place].count += 1
        } else {
            byLicense.insert((name, 1), at: place)
        }
    }

    mutating func remove(_ license: License) {
        let name = RegistryStatistics.name(license)
        guard let place = byLicense.firstIndex(where: { $0.license == name }) else { return }
        if byLicense[place].count > 1 { byLicense[place].count -= 1 } else { byLicense.remove(at: place) }
    }

    static func == (left: RegistryStatistics, right: RegistryStatistics) -> Bool { left.protobuf == right.protobuf }

    func hash(into hasher: inout Hasher) { hasher.combine(protobuf) }
}

extension RegistryStatistics: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, records)
        writer.uint64(2, transfers)
        for (license, count) in byLicense {
            writer.message(3) { writer in
                writer.string(1, license)
                writer.uint64(2, count)
            }
        }
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: records = try reader.uint64(field)
            case 2: transfers = try reader.uint64(field)
            case 3:
                var entry = try reader.message(field)
                var license: ByteString = ""
                var count: UInt64 = 0
                while let field = try entry.nextField() {
                    switch field.number {
                    case 1: license = try entry.string(field)
                    case 2: count = try entry.uint64(field)
                    default: try entry.skip(field)
                    }
                }
                byLicense.append((license, count))
            default: try reader.skip(field)
            }
        }
    }
}
