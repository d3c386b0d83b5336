package import JSON
package import Wire

/// What the application asks of consensus (`tendermint.types.ABCIParams`).
package struct ABCIParameters: Hashable, Sendable {
    /// The first height whose precommits carry vote extensions; zero for never.
    package var voteExtensionsEnableHeight: Height

    package init(voteExtensionsEnableHeight: Height = 0) {
        self.voteExtensionsEnableHeight = voteExtensionsEnableHeight
    }

    /// Whether precommits of this height carry extensions.
    package func voteExtensionsEnabled(at height: Height) -> Bool {
        voteExtensionsEnableHeight > 0 && voteExtensionsEnableHeight <= height
    }

    func validate() throws(ValidationError) {
        if voteExtensionsEnableHeight < 0 {
            throw ValidationError(
                "ABCI.VoteExtensionsEnableHeight cannot be negative. Got: \(voteExtensionsEnableHeight)")
        }
    }

    /// Refuses a change that would reach back to a decided height: once extensions are on they stay, and the height of
    /// their start moves only while it is ahead (the table above CometBFT's `ConsensusParams.ValidateUpdate`).
    func validateUpdate(_ update: ABCIParameters, at height: Height) throws(ValidationError) {
        let present = voteExtensionsEnableHeight
        let wanted = update.voteExtensionsEnableHeight
        if wanted < 0 { throw ValidationError("VoteExtensionsEnableHeight must be positive") }
        if wanted == present || (wanted == 0 && present <= 0) { return }
        let isDecided = present > 0 && present <= height
        if wanted == 0 {
            if isDecided {
                throw ValidationError(
                    "vote extensions cannot be disabled once enabled"
                        + "old enable height: \(present), current height \(height)")
            }
        } else if wanted <= height {
            throw ValidationError(
                "vote extensions cannot be updated to a past or current height, "
                    + "enable height: \(wanted), current height \(height)")
        } else if isDecided {
            throw ValidationError(
                "vote extensions cannot be modified once enabled"
                    + "enable height: \(present), current height \(height)")
        }
    }
}

extension ABCIParameters: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, voteExtensionsEnableHeight.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        self.init()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: voteExtensionsEnableHeight = Height(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
    }
}

extension ABCIParameters: JSONCodable {
    package var json: JSONValue {
        .members(("vote_extensions_enable_height", .decimal(voteExtensionsEnableHeight.rawValue)))
    }

    package init(json: JSONValue) throws(JSONError) {
        self.init(
            voteExtensionsEnableHeight: Height(
                try JSONReader(json)["vote_extensions_enable_height"].int64String()))
    }
}
