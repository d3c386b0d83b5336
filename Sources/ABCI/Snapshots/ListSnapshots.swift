package import Wire

/// The snapshots an application can serve.
package struct ResponseListSnapshots: Hashable, Sendable {
    package var snapshots: [Snapshot]

    package init(snapshots: [Snapshot] = []) {
        self.snapshots = snapshots
    }
}

extension ResponseListSnapshots: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        for snapshot in snapshots { writer.message(1, snapshot) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &snapshots, atMost: ABCILimit.snapshotsMaximum)
            default: try reader.skip(field)
            }
        }
    }
}
