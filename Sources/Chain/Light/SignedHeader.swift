import Cryptography
package import Wire

/// A header and the commit that makes it final (CometBFT `types/light.go`).
package struct SignedHeader: Hashable, Sendable {
    package let header: Header
    package let commit: Commit

    package init(header: Header, commit: Commit) {
        self.header = header
        self.commit = commit
    }

    package var height: Height { header.height }

    /// Checks header and commit, that they are of this chain, and that they belong together. Signatures are not looked
    /// at.
    package func validate(chainID: ChainID) throws(ValidationError) {
        try header.validate(as: "invalid header")
        try commit.validate(as: "invalid commit")
        if header.chainID != chainID {
            let names = (header.chainID.description.debugDescription, chainID.description.debugDescription)
            throw ValidationError("header belongs to another chain \(names.0), not \(names.1)")
        }
        if commit.height != header.height {
            throw ValidationError("header and commit height mismatch: \(header.height) vs \(commit.height)")
        }
        let hash = header.hash
        if hash != commit.blockID.hash {
            throw ValidationError(
                "commit signs block \(commit.blockID.hash?.description ?? ""), "
                    + "header is block \(hash?.description ?? "")")
        }
    }
}

extension SignedHeader: ProtobufCodable {
    /// `tendermint.types.SignedHeader`.
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, header)
        writer.message(2, commit)
    }

    /// Refuses a missing header or commit, which CometBFT refuses when it validates the value.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var header = EmbeddedMessage()
        var commit = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &header)
            case 2: try reader.merge(field, into: &commit)
            default: try reader.skip(field)
            }
        }
        guard let header = try header.decodeIfPresent(Header.self) else { throw .invalid("missing header") }
        guard let commit = try commit.decodeIfPresent(Commit.self) else { throw .invalid("missing commit") }
        self.init(header: header, commit: commit)
    }
}
