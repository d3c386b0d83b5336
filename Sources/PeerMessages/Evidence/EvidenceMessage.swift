package import Chain
package import Wire

/// Evidence of misbehaviour on its way to other nodes: tendermint.types.EvidenceList on 0x38, in no envelope.
package struct EvidenceMessage: Hashable, Sendable, Validatable {
    package let evidence: [Evidence]

    package init(evidence: [Evidence]) {
        self.evidence = evidence
    }

    /// Checks each piece by itself; a peer that breaks a rule is dropped.
    package func validate() throws(ValidationError) {
        for (index, piece) in evidence.enumerated() {
            try piece.validate(as: "invalid evidence (#\(index))")
        }
    }
}

extension EvidenceMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        evidence = try EvidenceList(protobuf: source).evidence
    }

    package func encode(into writer: inout ProtobufWriter) {
        EvidenceList(evidence).encode(into: &writer)
    }
}
