import Cryptography
package import Wire

extension Header: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, version)
        writer.string(2, chainID.text)
        writer.int64(3, height.rawValue)
        writer.message(4, time)
        writer.message(5, lastBlockID)
        writer.hash(6, lastCommitHash)
        writer.hash(7, dataHash)
        writer.hash(8, validatorsHash)
        writer.hash(9, nextValidatorsHash)
        writer.hash(10, consensusHash)
        writer.bytes(11, appHash.bytes)
        writer.hash(12, lastResultsHash)
        writer.hash(13, evidenceHash)
        writer.address(14, proposerAddress)
    }

    /// Refuses what CometBFT's `HeaderFromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        let fields = try HeaderFields(source)
        let lastBlockID = try fields.lastBlockID.decode(BlockID.self)
        do throws(ValidationError) {
            try Header.validate(version: fields.version, chainID: fields.chainID, height: fields.height)
            let lastCommitHash = try HeaderFields.hash(fields.lastCommitHash, "LastCommitHash")
            let dataHash = try HeaderFields.hash(fields.dataHash, "DataHash")
            let evidenceHash = try HeaderFields.hash(fields.evidenceHash, "EvidenceHash")
            guard let proposerAddress = Address(fields.proposerAddress) else {
                throw Header.invalidProposerAddress(size: fields.proposerAddress.count)
            }
            self.init(
                version: fields.version, chainID: fields.chainID, height: fields.height, time: fields.time,
                lastBlockID: lastBlockID, lastCommitHash: lastCommitHash, dataHash: dataHash,
                validatorsHash: try HeaderFields.hash(fields.validatorsHash, "ValidatorsHash"),
                nextValidatorsHash: try HeaderFields.hash(fields.nextValidatorsHash, "NextValidatorsHash"),
                consensusHash: try HeaderFields.hash(fields.consensusHash, "ConsensusHash"),
                appHash: AppHash(fields.appHash),
                lastResultsHash: try HeaderFields.hash(fields.lastResultsHash, "LastResultsHash"),
                evidenceHash: evidenceHash, proposerAddress: proposerAddress)
        } catch {
            throw DecodingError(error)
        }
    }
}

/// A header's fields as they stand in the message, before the rules about them.
private struct HeaderFields {
    var version = BlockVersion(block: 0, app: 0)
    var chainID: ChainID = ""
    var height: Height = 0
    var time = Timestamp.zero
    var lastBlockID = EmbeddedMessage()
    var lastCommitHash: [UInt8] = []
    var dataHash: [UInt8] = []
    var validatorsHash: [UInt8] = []
    var nextValidatorsHash: [UInt8] = []
    var consensusHash: [UInt8] = []
    var appHash: [UInt8] = []
    var lastResultsHash: [UInt8] = []
    var evidenceHash: [UInt8] = []
    var proposerAddress: [UInt8] = []

    init(_ source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var version = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &version)
            case 2: chainID = ChainID(try reader.string(field))
            case 3: height = Height(try reader.int64(field))
            case 4: time = try reader.decode(Timestamp.self, field)
            case 5: try reader.merge(field, into: &lastBlockID)
            case 6: lastCommitHash = try reader.bytes(field)
            case 7: dataHash = try reader.bytes(field)
            case 8: validatorsHash = try reader.bytes(field)
            case 9: nextValidatorsHash = try reader.bytes(field)
            case 10: consensusHash = try reader.bytes(field)
            case 11: appHash = try reader.bytes(field)
            case 12: lastResultsHash = try reader.bytes(field)
            case 13: evidenceHash = try reader.bytes(field)
            case 14: proposerAddress = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        self.version = try version.decode(BlockVersion.self)
    }

    static func hash(_ bytes: [UInt8], _ name: String) throws(ValidationError) -> Hash? {
        do {
            return try Hash.orEmpty(bytes)
        } catch {
            throw error.inside("wrong \(name)")
        }
    }
}
