package import JSON
package import Wire

/// How large a block may be (`tendermint.types.BlockParams`).
package struct BlockParameters: Hashable, Sendable {
    /// The largest block that any chain may allow, in bytes (CometBFT `MaxBlockSizeBytes`, 100 MiB).
    package static let maxBytesMaximum = Int64(ChainLimits.blockBytesMaximum)

    /// The largest block in bytes; -1 for `maxBytesMaximum`.
    package var maxBytes: Int64
    /// The most gas of a block's transactions together; -1 for no limit.
    package var maxGas: Int64

    /// CometBFT's defaults: 21 MiB, no limit to gas.
    package init(maxBytes: Int64 = 22_020_096, maxGas: Int64 = -1) {
        self.maxBytes = maxBytes
        self.maxGas = maxGas
    }

    /// `maxBytes` with -1 resolved.
    package var bytesMaximum: Int64 { maxBytes == -1 ? BlockParameters.maxBytesMaximum : maxBytes }

    func validate() throws(ValidationError) {
        if maxBytes == 0 { throw ValidationError("block.MaxBytes cannot be 0") }
        if maxBytes < -1 {
            throw ValidationError("block.MaxBytes must be -1 or greater than 0. Got \(maxBytes)")
        }
        if maxBytes > BlockParameters.maxBytesMaximum {
            throw ValidationError("block.MaxBytes is too big. \(maxBytes) > \(BlockParameters.maxBytesMaximum)")
        }
        if maxGas < -1 {
            throw ValidationError("block.MaxGas must be greater or equal to -1. Got \(maxGas)")
        }
    }
}

extension BlockParameters: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, maxBytes)
        writer.int64(2, maxGas)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        self.init(maxBytes: 0, maxGas: 0)
        while let field = try reader.nextField() {
            switch field.number {
            case 1: maxBytes = try reader.int64(field)
            case 2: maxGas = try reader.int64(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension BlockParameters: JSONCodable {
    package var json: JSONValue {
        .members(("max_bytes", .decimal(maxBytes)), ("max_gas", .decimal(maxGas)))
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(maxBytes: try reader["max_bytes"].int64String(), maxGas: try reader["max_gas"].int64String())
    }
}
