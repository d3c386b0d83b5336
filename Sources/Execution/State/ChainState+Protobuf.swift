import Chain
import Cryptography
package import Wire

extension ChainState: ProtobufCodable {
    /// `tendermint.state.State`.
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, version)
        writer.string(2, chainID.text)
        writer.int64(3, lastBlockHeight.rawValue)
        writer.message(4, lastBlockID)
        writer.message(5, lastBlockTime)
        writer.message(6, nextValidators)
        writer.message(7, validators)
        if lastBlockHeight >= 1 { writer.message(8, lastValidators) }
        writer.int64(9, lastHeightValidatorsChanged.rawValue)
        writer.message(10, consensusParameters)
        writer.int64(11, lastHeightConsensusParametersChanged.rawValue)
        writer.bytes(12, lastResultsHash.bytes)
        writer.bytes(13, appHash.bytes)
        writer.int64(14, initialHeight.rawValue)
    }

    /// Reads a state; its fault model is `byzantine` until the caller sets it.
    ///
    /// Empty sets are taken, which CometBFT writes for a genesis without validators and then cannot read.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var version = EmbeddedMessage()
        var chainID = ByteString("")
        var heights: [Int32: Int64] = [:]
        var lastBlockID = EmbeddedMessage()
        var lastBlockTime = Timestamp.zero
        var sets: [Int32: ValidatorSet] = [:]
        var parameters = EmbeddedMessage()
        var resultsHash: [UInt8] = []
        var appHash: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &version)
            case 2: chainID = try reader.string(field)
            case 3, 9, 11, 14: heights[field.number] = try reader.int64(field)
            case 4: try reader.merge(field, into: &lastBlockID)
            case 5: lastBlockTime = try reader.decode(Timestamp.self, field)
            case 6, 7, 8: sets[field.number] = try ChainState.validatorSet(field, &reader)
            case 10: try reader.merge(field, into: &parameters)
            case 12: resultsHash = try reader.bytes(field)
            case 13: appHash = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        func height(_ number: Int32) -> Height { Height(heights[number] ?? 0) }
        self.init(
            version: try version.decode(StateVersion.self), chainID: ChainID(chainID), initialHeight: height(14),
            lastBlockHeight: height(3), lastBlockID: try lastBlockID.decode(BlockID.self), lastBlockTime: lastBlockTime,
            nextValidators: sets[6] ?? .empty, validators: sets[7] ?? .empty, lastValidators: sets[8] ?? .empty,
            lastHeightValidatorsChanged: height(9),
            consensusParameters: try parameters.decode(ConsensusParameters.self),
            lastHeightConsensusParametersChanged: height(11), lastResultsHash: try ChainState.hash(resultsHash),
            appHash: AppHash(appHash))
    }

    private static func hash(_ bytes: [UInt8]) throws(DecodingError) -> Hash? {
        do {
            return try Hash.orEmpty(bytes)
        } catch {
            throw DecodingError(error.inside("wrong LastResultsHash"))
        }
    }

    private static func validatorSet(
        _ field: ProtobufField, _ reader: inout ProtobufReader
    ) throws(DecodingError) -> ValidatorSet {
        var ahead = reader
        if try ahead.message(field).remaining == 0 {
            reader = ahead
            return .empty
        }
        return try reader.decode(ValidatorSet.self, field)
    }
}
