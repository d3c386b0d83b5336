package import JSON
package import Wire

/// How long and how much evidence of misbehaviour is taken (`tendermint.types.EvidenceParams`).
///
/// Evidence is too old when it is beyond both ages.
package struct EvidenceParameters: Hashable, Sendable {
    /// The age in blocks up to which evidence is taken.
    package var maxAgeBlocks: Int64
    /// The age in time up to which evidence is taken.
    package var maxAgeDuration: Nanoseconds
    /// The most evidence in one block, in bytes.
    package var maxBytes: Int64

    /// CometBFT's defaults: 100,000 blocks, 48 hours, 1 MiB.
    package init(
        maxAgeBlocks: Int64 = 100_000, maxAgeDuration: Nanoseconds = Nanoseconds(172_800_000_000_000),
        maxBytes: Int64 = 1_048_576
    ) {
        self.maxAgeBlocks = maxAgeBlocks
        self.maxAgeDuration = maxAgeDuration
        self.maxBytes = maxBytes
    }

    func validate(within block: BlockParameters) throws(ValidationError) {
        if maxAgeBlocks <= 0 {
            throw ValidationError("evidence.MaxAgeNumBlocks must be greater than 0. Got \(maxAgeBlocks)")
        }
        if maxAgeDuration.rawValue <= 0 {
            throw ValidationError("evidence.MaxAgeDuration must be grater than 0 if provided, Got \(maxAgeDuration)")
        }
        if maxBytes > block.bytesMaximum {
            throw ValidationError(
                "evidence.MaxBytesEvidence is greater than upper bound, \(maxBytes) > \(block.maxBytes)")
        }
        if maxBytes < 0 { throw ValidationError("evidence.MaxBytes must be non negative. Got: \(maxBytes)") }
    }
}

extension EvidenceParameters: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, maxAgeBlocks)
        writer.message(2, maxAgeDuration)
        writer.int64(3, maxBytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        self.init(maxAgeBlocks: 0, maxAgeDuration: Nanoseconds(0), maxBytes: 0)
        while let field = try reader.nextField() {
            switch field.number {
            case 1: maxAgeBlocks = try reader.int64(field)
            case 2: maxAgeDuration = try reader.decode(Nanoseconds.self, field)
            case 3: maxBytes = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension EvidenceParameters: JSONCodable {
    package var json: JSONValue {
        .members(
            ("max_age_num_blocks", .decimal(maxAgeBlocks)), ("max_age_duration", .decimal(maxAgeDuration.rawValue)),
            ("max_bytes", .decimal(maxBytes)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            maxAgeBlocks: try reader["max_age_num_blocks"].int64String(),
            maxAgeDuration: Nanoseconds(try reader["max_age_duration"].int64String()),
            maxBytes: try reader["max_bytes"].int64String())
    }
}
