import Cryptography
import Transactions
import Wire

/// What the owner of a record grants, as far as it can be changed later.
struct RecordTerms: Hashable, Sendable {
    var license: License
    var policy: AITrainingPolicy?
    var licensingURI: LicensingURI?
    var detailsCommitment: Hash?

    init(
        license: License, policy: AITrainingPolicy? = nil, licensingURI: LicensingURI? = nil,
        detailsCommitment: Hash? = nil
    ) {
        self.license = license
        self.policy = policy
        self.licensingURI = licensingURI
        self.detailsCommitment = detailsCommitment
    }

    init(_ record: ContentRecord) {
        self.init(
            license: record.license, policy: record.policy, licensingURI: record.licensingURI,
            detailsCommitment: record.detailsCommitment)
    }
}

extension RecordTerms: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.string(1, license.text)
        writer.string(2, ByteString(policy?.rawValue ?? ""))
        if let licensingURI { writer.string(3, licensingURI.text) }
        writer.bytes(4, detailsCommitment.bytes)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var license: License?
        var policy: AITrainingPolicy?
        var licensingURI: LicensingURI?
        var detailsCommitment: Hash?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: license = try reader.stored(field) { text throws(TransactionError) in try License(text) }
            case 2: policy = try reader.stored(field) { text throws(TransactionError) in try AITrainingPolicy(text) }
            case 3: licensingURI = try reader.stored(field) { text throws(TransactionError) in try LicensingURI(text) }
            case 4: detailsCommitment = Hash(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        guard let license else { throw .invalid("terms without a license") }
        self.init(
            license: license, policy: policy, licensingURI: licensingURI, detailsCommitment: detailsCommitment)
    }
}

extension ProtobufReader {
    /// A text of the state, and what it means.
    mutating func stored<Value>(
        _ field: ProtobufField, _ make: (ByteString) throws(TransactionError) -> Value
    ) throws(DecodingError) -> Value {
        let text = try string(field)
        do {
            return try make(text)
        } catch {
            throw DecodingError(.invalid(error.log), offset: field.offset)
        }
    }
}
