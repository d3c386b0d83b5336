import Cryptography
package import Wire

/// `RangeProof { repeated Node nodes = 1; }` with
/// `Node { bytes bit = 1; bytes subtree = 2; bytes key = 3; bytes value_hash = 4; bytes value = 5; }`: an inner node has its
/// bit in four bytes, the highest first; a subtree its hash; a neighbour its key and its value's hash; an entry its key
/// and its value, which may be empty and is there all the same.
///
/// A proof has one encoding, and nothing else is read.
extension RangeProof: ProtobufCodable {
    /// Nodes, at most. A proof of so many entries would be larger than any answer; it bounds what is kept of one.
    package static let nodesMaximum = 1 << 20

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var nodes: [Node] = []
        while let field = try reader.nextField() {
            if field.number != 1 { throw .invalid("a range proof has no field \(field.number)") }
            try reader.append(field, to: &nodes, atMost: RangeProof.nodesMaximum)
        }
        self.init(nodes: nodes)
        if protobuf != source.remainingBytes { throw .invalid("a range proof is not in its one encoding") }
    }

    package func encode(into writer: inout ProtobufWriter) {
        for node in nodes { writer.message(1, node) }
    }
}

extension RangeProof.Node: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var fields: [Int32: [UInt8]] = [:]
        while let field = try reader.nextField() {
            if !(1...5).contains(field.number) { throw .invalid("a range proof's node has no field \(field.number)") }
            fields[field.number] = try reader.bytes(field)
        }
        switch (fields[1], fields[2], fields[3], fields[4], fields[5]) {
        case (let bit?, nil, nil, nil, nil) where bit.count == 4:
            self = .inner(bit: bit.reduce(0) { $0 << 8 | UInt32($1) })
        case (nil, let bytes?, nil, nil, nil):
            guard let hash = Hash(bytes) else { throw .invalid("a subtree's hash has \(bytes.count) bytes") }
            self = .subtree(hash)
        case (nil, nil, let key?, let bytes?, nil):
            guard let hash = Hash(bytes) else { throw .invalid("a value's hash has \(bytes.count) bytes") }
            self = .neighbour(key: key, valueHash: hash)
        case (nil, nil, let key?, nil, let value?):
            self = .entry(MapEntry(key: key, value: value))
        default: throw .invalid("a range proof's node is none of the four kinds")
        }
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .inner(let bit): writer.element(1, BigEndian.bytes(bit))
        case .subtree(let hash): writer.element(2, hash.bytes)
        case .neighbour(let key, let valueHash):
            writer.element(3, key)
            writer.element(4, valueHash.bytes)
        case .entry(let entry):
            writer.element(3, entry.key)
            writer.element(5, entry.value)
        }
    }
}
