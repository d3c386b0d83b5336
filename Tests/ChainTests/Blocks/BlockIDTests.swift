import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Block ids")
struct BlockIDTests {
    @Test("No block is an empty part set header, which is written")
    func none() throws {
        #expect(BlockID.none.protobuf == [0x12, 0x00])
        #expect(try BlockID(protobuf: []) == .none)
        #expect(BlockID.none.isNil && !BlockID.none.isComplete)
        #expect(BlockID.none.key.isEmpty)
        #expect(BlockID.none.description == ":0:000000000000")
        try checkJSON(of: BlockID.none, #"{"hash":"","parts":{"total":0,"hash":""}}"#)
    }

    @Test("A block id goes both ways, and its key is hash and part set header")
    func complete() throws {
        let id = Sample.blockID(1)
        try checkDecoder(of: id)
        try checkDecoder(of: id.partSetHeader)
        #expect(id.isComplete && !id.isNil)
        #expect(id.key == id.hash.bytes + id.partSetHeader.protobuf)
        #expect(try BlockID(json: id.json) == id)
    }

    @Test("A block id may be neither complete nor none")
    func partial() throws {
        let id = BlockID(hash: Sample.hash(1), partSetHeader: .none)
        #expect(!id.isNil && !id.isComplete)
        #expect(try BlockID(protobuf: id.protobuf) == id)
        #expect(!BlockID(hash: nil, partSetHeader: PartSetHeader(total: 1, hash: nil)).isNil)
    }

    @Test("Hashes of other sizes are refused", arguments: [1, 31, 33])
    func sizes(_ size: Int) throws {
        let hash = [UInt8](repeating: 1, count: size)
        var header = ProtobufWriter()
        header.bytes(2, hash)
        #expect(
            try rule(reading: PartSetHeader.self, header.bytes)
                == "wrong Hash: expected size to be 32 bytes, got \(size) bytes")
        var id = ProtobufWriter()
        id.bytes(1, hash)
        #expect(try rule(reading: BlockID.self, id.bytes) == "wrong Hash")
        #expect(throws: JSONError.self) { try BlockID(json: .members(("hash", .hex(hash)))) }
    }

    @Test("Occurrences of the part set header are merged")
    func merged() throws {
        var writer = ProtobufWriter()
        writer.message(2, PartSetHeader(total: 5, hash: nil))
        writer.message(2, PartSetHeader(total: 0, hash: Sample.hash(1)))
        #expect(try BlockID(protobuf: writer.bytes).partSetHeader == PartSetHeader(total: 5, hash: Sample.hash(1)))
    }
}
