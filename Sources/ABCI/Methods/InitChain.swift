package import Chain
package import Wire

/// The genesis, as the application is told of it.
package struct RequestInitChain: Hashable, Sendable {
    package var time: Timestamp
    package var chainID: ChainID
    package var consensusParams: ConsensusParametersUpdate?
    package var validators: [ValidatorUpdate]
    /// The genesis's `app_state`, byte for byte.
    package var appStateBytes: [UInt8]
    package var initialHeight: Height
    /// By which rule the chain's votes decide, for an application that counts votes of its own.
    package var faultModel: FaultModel

    package init(
        time: Timestamp = .zero, chainID: ChainID = "", consensusParams: ConsensusParametersUpdate? = nil,
        validators: [ValidatorUpdate] = [], appStateBytes: [UInt8] = [], initialHeight: Height = 0,
        faultModel: FaultModel = .byzantine
    ) {
        self.time = time
        self.chainID = chainID
        self.consensusParams = consensusParams
        self.validators = validators
        self.appStateBytes = appStateBytes
        self.initialHeight = initialHeight
        self.faultModel = faultModel
    }
}

/// What the application wants of the chain's start. What is empty leaves the genesis as it is.
package struct ResponseInitChain: Hashable, Sendable {
    package var consensusParams: ConsensusParametersUpdate?
    package var validators: [ValidatorUpdate]
    package var appHash: AppHash

    package init(
        consensusParams: ConsensusParametersUpdate? = nil, validators: [ValidatorUpdate] = [],
        appHash: AppHash = .empty
    ) {
        self.consensusParams = consensusParams
        self.validators = validators
        self.appHash = appHash
    }
}

extension RequestInitChain: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, time)
        writer.string(2, chainID.text)
        writer.messageIfPresent(3, consensusParams)
        for validator in validators { writer.message(4, validator) }
        writer.bytes(5, appStateBytes)
        writer.int64(6, initialHeight.rawValue)
        // Deviation: field 100 is ours, and only on a chain that no CometBFT node can follow anyway.
        if faultModel != .byzantine { writer.string(100, ByteString(faultModel.rawValue)) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var parameters = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: time = try reader.decode(Timestamp.self, field)
            case 2: chainID = ChainID(try reader.string(field))
            case 3: try reader.merge(field, into: &parameters)
            case 4: try reader.append(field, to: &validators, atMost: ABCILimit.validatorsMaximum)
            case 5: appStateBytes = try reader.bytes(field)
            case 6: initialHeight = Height(try reader.int64(field))
            case 100:
                let name = try reader.string(field)
                guard let model = FaultModel(rawValue: name.description) else {
                    throw .invalid("\(name) is no fault model")
                }
                faultModel = model
            default: try reader.skip(field)
            }
        }
        consensusParams = try parameters.decodeIfPresent(ConsensusParametersUpdate.self)
    }
}

extension ResponseInitChain: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.messageIfPresent(1, consensusParams)
        for validator in validators { writer.message(2, validator) }
        writer.bytes(3, appHash.bytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var parameters = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &parameters)
            case 2: try reader.append(field, to: &validators, atMost: ABCILimit.validatorsMaximum)
            case 3: appHash = AppHash(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        consensusParams = try parameters.decodeIfPresent(ConsensusParametersUpdate.self)
    }
}
