import Chain
import Cryptography
import Wire

// A genesis to the byte: its JSON form would leave out what stands in the file besides.
extension ValueWriter {
    mutating func genesis(_ genesis: GenesisDocument) {
        timestamp(genesis.time)
        chainID(genesis.chainID)
        height(genesis.initialHeight)
        optional(genesis.consensusParameters) { writer, parameters in
            writer.message(parameters)
            writer.faultModel(parameters.faultModel)
        }
        list(genesis.validators) { writer, validator in
            writer.bytes(validator.address)
            writer.message(validator.publicKey)
            writer.signed(validator.power.rawValue)
            writer.bytes(validator.name.bytes)
        }
        bytes(genesis.appHash.bytes)
        bytes(genesis.appState)
    }
}

extension ValueReader {
    mutating func genesis() throws(DecodingError) -> GenesisDocument {
        let time = try timestamp()
        let chainID = try chainID()
        let height = try height()
        let parameters = try optional { reader throws(DecodingError) in try reader.parameters() }
        let validators = try list { reader throws(DecodingError) in try reader.genesisValidator() }
        let appHash = AppHash(try bytes())
        return GenesisDocument(
            time: time, chainID: chainID, initialHeight: height, consensusParameters: parameters,
            validators: validators, appHash: appHash, appState: try bytes())
    }

    private mutating func parameters() throws(DecodingError) -> ConsensusParameters {
        var parameters = try message(ConsensusParameters.self)
        parameters.faultModel = try faultModel()
        return parameters
    }

    private mutating func genesisValidator() throws(DecodingError) -> GenesisValidator {
        let address = try bytes()
        let key = try message(PublicKey.self)
        let power = VotingPower(try signed())
        var validator = GenesisValidator(publicKey: key, power: power, name: ByteString(try bytes()))
        validator.address = address
        return validator
    }
}
