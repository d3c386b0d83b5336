package import Wire

/// What the chain has agreed on about the registry.
package struct ParametersAnswer: Hashable, Sendable {
    package var registryVersion: UInt64
    /// In nanoseconds.
    package var unorderedTTL: Int64
    /// In `stake`.
    package var validatorBond: UInt64
    /// In nanoseconds.
    package var unbondingTime: Int64
    package var admitsByVote: Bool
    /// What a proposal must name as its `expected_params_version`.
    package var version: UInt64

    package init(
        registryVersion: UInt64 = 0, unorderedTTL: Int64 = 0, validatorBond: UInt64 = 0, unbondingTime: Int64 = 0,
        admitsByVote: Bool = false, version: UInt64 = 0
    ) {
        self.registryVersion = registryVersion
        self.unorderedTTL = unorderedTTL
        self.validatorBond = validatorBond
        self.unbondingTime = unbondingTime
        self.admitsByVote = admitsByVote
        self.version = version
    }
}

extension ParametersAnswer: ProtobufCodable {
    /// In field 1, where today's answer has an empty message.
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1) { parameters in
            parameters.uint64(1, registryVersion)
            parameters.int64(2, unorderedTTL)
            parameters.uint64(3, validatorBond)
            parameters.int64(4, unbondingTime)
            parameters.bool(5, admitsByVote)
            parameters.uint64(6, version)
        }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var outer = source
        while let field = try outer.nextField() {
            guard field.number == 1 else {
                try outer.skip(field)
                continue
            }
            var reader = try outer.message(field)
            while let field = try reader.nextField() {
                switch field.number {
                case 1: registryVersion = try reader.uint64(field)
                case 2: unorderedTTL = try reader.int64(field)
                case 3: validatorBond = try reader.uint64(field)
                case 4: unbondingTime = try reader.int64(field)
                case 5: admitsByVote = try reader.bool(field)
                case 6: version = try reader.uint64(field)
                default: try reader.skip(field)
                }
            }
        }
    }
}
