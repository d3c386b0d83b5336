package import Cryptography
import Wire

extension Header {
    /// The block's hash: the Merkle root over the fields, each in protobuf; nil without a validators' hash.
    ///
    /// Scalars are wrapped as google.protobuf.StringValue, Int64Value and BytesValue; an empty one gives an empty leaf
    /// (CometBFT types/block.go, types/encoding_helper.go).
    package var hash: Hash? {
        if validatorsHash == nil { return nil }
        var tree = MerkleAccumulator()
        tree.add(version.protobuf)
        tree.add(Header.leaf { $0.string(1, chainID.text) })
        tree.add(Header.leaf { $0.int64(1, height.rawValue) })
        tree.add(time.protobuf)
        tree.add(lastBlockID.protobuf)
        tree.add(Header.leaf(lastCommitHash))
        tree.add(Header.leaf(dataHash))
        tree.add(Header.leaf(validatorsHash))
        tree.add(Header.leaf(nextValidatorsHash))
        tree.add(Header.leaf(consensusHash))
        tree.add(Header.leaf { $0.bytes(1, appHash.bytes) })
        tree.add(Header.leaf(lastResultsHash))
        tree.add(Header.leaf(evidenceHash))
        tree.add(Header.leaf { $0.address(1, proposerAddress) })
        return tree.root
    }

    private static func leaf(_ hash: Hash?) -> [UInt8] {
        leaf { $0.hash(1, hash) }
    }

    private static func leaf(_ write: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter(capacity: 34)
        write(&writer)
        return writer.bytes
    }
}
