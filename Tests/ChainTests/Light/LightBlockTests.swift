import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Light blocks")
struct LightBlockTests {
    private func block() throws -> LightBlock {
        try SigningValidators(powers: [10, 10, 10]).lightBlock(height: 3)
    }

    private func refusal(_ block: LightBlock, chainID: ChainID = "test-chain") -> String? {
        do {
            try block.validate(chainID: chainID)
            return nil
        } catch {
            return error.message
        }
    }

    @Test("Protobuf and JSON both ways; cut and damaged messages give a value or an error")
    func codecs() throws {
        let block = try block()
        try checkDecoder(of: block)
        #expect(try LightBlock(json: JSONValue(parsing: block.json.serialized())) == block)
        #expect(block.json.description.hasPrefix(#"{"signed_header":{"header":{"version":"#))
    }

    @Test("Parts that are missing are named")
    func missingParts() throws {
        let block = try block()
        #expect(throws: DecodingError.invalid("missing signed header")) { try LightBlock(protobuf: []) }
        var writer = ProtobufWriter()
        writer.message(1, block.signedHeader)
        #expect(throws: DecodingError.invalid("missing validator set")) { try LightBlock(protobuf: writer.bytes) }
        #expect(throws: DecodingError.invalid("missing header")) { try SignedHeader(protobuf: []) }
        writer = ProtobufWriter()
        writer.message(1, block.header)
        #expect(throws: DecodingError.invalid("missing commit")) { try SignedHeader(protobuf: writer.bytes) }
        #expect(throws: JSONError("missing signed header")) { try LightBlock(json: .members()) }
    }

    @Test("Header, commit and validators must belong together")
    func consistency() throws {
        let block = try block()
        #expect(refusal(block) == nil)
        #expect(
            refusal(block, chainID: "other")
                == #"invalid signed header: header belongs to another chain "test-chain", not "other""#)
        var later = block.header
        later.height = 4
        let laterBlock = LightBlock(
            signedHeader: SignedHeader(header: later, commit: block.commit), validatorSet: block.validatorSet)
        #expect(refusal(laterBlock) == "invalid signed header: header and commit height mismatch: 4 vs 3")
        var changed = block.header
        changed.appHash = AppHash([1])
        let changedBlock = LightBlock(
            signedHeader: SignedHeader(header: changed, commit: block.commit), validatorSet: block.validatorSet)
        let hashes = (try #require(block.header.hash), try #require(changed.hash))
        #expect(
            refusal(changedBlock)
                == "invalid signed header: commit signs block \(hashes.0), header is block \(hashes.1)")
        let strangers = try SigningValidators(powers: [1], seed: 1).set
        let foreign = LightBlock(signedHeader: block.signedHeader, validatorSet: strangers)
        #expect(
            refusal(foreign)
                == "expected validator hash of header to match validator set hash "
                + "(\(block.validatorSet.hash) != \(strangers.hash))")
        let empty = LightBlock(signedHeader: block.signedHeader, validatorSet: .empty)
        #expect(refusal(empty) == "invalid validator set: validator set is nil or empty")
    }
}
