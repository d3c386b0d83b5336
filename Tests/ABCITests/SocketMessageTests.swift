import ABCI
import Chain
import Cryptography
import Testing
import Wire

@Suite("Messages of the application's socket")
struct SocketMessageTests {
    @Test("Every message survives its bytes, bare and delimited")
    func roundTrip() throws {
        for request in Samples.requests {
            #expect(try Request(protobuf: request.protobuf) == request)
            #expect(
                try Request(
                    delimitedProtobuf: request.delimitedProtobuf, maximum: ABCILimit.messageBytesMaximum) == request)
        }
        for response in Samples.responses {
            #expect(try Response(protobuf: response.protobuf) == response)
            #expect(
                try Response(
                    delimitedProtobuf: response.delimitedProtobuf, maximum: ABCILimit.messageBytesMaximum) == response)
        }
    }

    @Test("Empty messages survive their bytes")
    func emptyMessages() throws {
        let requests: [Request] = [
            .echo(message: ""), .info(RequestInfo()), .initChain(RequestInitChain()), .query(RequestQuery()),
            .checkTx(RequestCheckTx()), .offerSnapshot(RequestOfferSnapshot()),
            .loadSnapshotChunk(RequestLoadSnapshotChunk()), .applySnapshotChunk(RequestApplySnapshotChunk()),
            .prepareProposal(RequestPrepareProposal()), .processProposal(RequestProcessProposal()),
            .extendVote(RequestExtendVote()), .verifyVoteExtension(RequestVerifyVoteExtension()),
            .finalizeBlock(RequestFinalizeBlock()),
        ]
        for request in requests { #expect(try Request(protobuf: request.protobuf) == request) }
        let responses: [Response] = [
            .exception(error: ""), .info(ResponseInfo()), .initChain(ResponseInitChain()), .query(ResponseQuery()),
            .checkTx(ResponseCheckTx()), .commit(ResponseCommit()), .listSnapshots(ResponseListSnapshots()),
            .offerSnapshot(ResponseOfferSnapshot()), .applySnapshotChunk(ResponseApplySnapshotChunk()),
            .prepareProposal(ResponsePrepareProposal()), .processProposal(ResponseProcessProposal()),
            .finalizeBlock(ResponseFinalizeBlock()),
        ]
        for response in responses { #expect(try Response(protobuf: response.protobuf) == response) }
    }

    @Test(
        "Requests have CometBFT's bytes",
        arguments: [
            (Request.echo(message: "hello"), "0a070a0568656c6c6f"), (.flush, "1200"), (.commit, "5a00"),
            (.listSnapshots, "6200"),
            (
                .info(RequestInfo(version: "0.38.21", blockVersion: 11, p2pVersion: 8, abciVersion: "2.0.0")),
                "1a140a07302e33382e3231100b18082205322e302e30"
            ),
            (
                .query(RequestQuery(data: [0xdc, 0xa7, 0x22, 0x19], path: "/store", height: 5, prove: true)),
                "32120a04dca7221912062f73746f726518052001"
            ),
            (.loadSnapshotChunk(RequestLoadSnapshotChunk(height: 5, format: 1, chunk: 2)), "7206080510011802"),
            // What is never nil in Go is written even when empty, and so is its zero time.
            (
                .finalizeBlock(RequestFinalizeBlock()),
                "a2010f1200320b088092b8c398feffffff01"
            ),
        ])
    func requestBytes(request: Request, hex: String) throws {
        #expect(Hex.lowercase(request.protobuf) == hex)
        #expect(try Request(protobuf: try #require(Hex.decode(hex))) == request)
    }

    @Test(
        "Responses have CometBFT's bytes",
        arguments: [
            (Response.exception(error: "boom"), "0a060a04626f6f6d"), (.flush, "1a00"),
            (.commit(ResponseCommit(retainHeight: 3)), "62021803"),
            (.offerSnapshot(ResponseOfferSnapshot(result: .accept)), "72020801"),
            (
                .applySnapshotChunk(
                    ResponseApplySnapshotChunk(result: .retry, refetchChunks: [1, 2], rejectSenders: ["a"])),
                "8201090803120201021a0161"
            ),
            (.processProposal(ResponseProcessProposal(status: .accept)), "9201020801"),
            (
                .checkTx(
                    ResponseCheckTx(
                        code: 1, data: [0x50, 0x94], log: "l", info: "i", gasWanted: 10, gasUsed: 9,
                        events: [
                            Event(
                                type: "app",
                                attributes: [
                                    EventAttribute(key: "creator", value: "x", index: true),
                                    EventAttribute(key: "k", value: "y"),
                                ])
                        ], codespace: "c")),
                "4a320801120250941a016c220169280a30093a1d0a03617070120e0a0763726561746f72120178180112060a016b120179420163"
            ),
        ])
    func responseBytes(response: Response, hex: String) throws {
        #expect(Hex.lowercase(response.protobuf) == hex)
        #expect(try Response(protobuf: try #require(Hex.decode(hex))) == response)
    }

    @Test("Messages cut short are refused or other messages, and never trap")
    func truncated() {
        for bytes in Samples.requests.map(\.protobuf) + Samples.responses.map(\.protobuf) {
            for count in bytes.indices {
                _ = try? Request(protobuf: Array(bytes[..<count]))
                _ = try? Response(protobuf: Array(bytes[..<count]))
            }
        }
    }

    @Test("A message that is whole but for its end is refused")
    func lastByte() {
        for bytes in Samples.requests.map(\.protobuf) where bytes.count > 2 {
            #expect(throws: DecodingError.self) { try Request(protobuf: Array(bytes.dropLast())) }
        }
        for bytes in Samples.responses.map(\.protobuf) where bytes.count > 2 {
            #expect(throws: DecodingError.self) { try Response(protobuf: Array(bytes.dropLast())) }
        }
    }

    @Test("Any bytes are a message or refused, and never trap")
    func anyBytes() {
        var numbers = TestNumbers(seed: 1)
        let samples = Samples.requests.map(\.protobuf) + Samples.responses.map(\.protobuf)
        for _ in 0..<3000 {
            var bytes = samples[numbers.next(below: samples.count)]
            for _ in 0...numbers.next(below: 3) {
                bytes[numbers.next(below: bytes.count)] = UInt8(truncatingIfNeeded: numbers.next())
            }
            if let request = try? Request(protobuf: bytes) {
                #expect((try? Request(protobuf: request.protobuf)) == request)
            }
            if let response = try? Response(protobuf: bytes) {
                #expect((try? Response(protobuf: response.protobuf)) == response)
            }
            let random = numbers.bytes(numbers.next(below: 50))
            _ = try? Request(protobuf: random)
            _ = try? Response(protobuf: random)
        }
    }

    @Test("Of several members the last one counts, and a message without one is refused")
    func members() throws {
        let both = Request.echo(message: "x").protobuf + Request.flush.protobuf
        #expect(try Request(protobuf: both) == .flush)
        #expect(try Response(protobuf: Response.flush.protobuf + [0xf8, 0x7f, 1]) == .flush)
        #expect(throws: DecodingError.invalid("unknown request message")) { try Request(protobuf: []) }
        #expect(throws: DecodingError.invalid("unknown response message")) { try Response(protobuf: [0xf8, 0x7f, 1]) }
    }

    @Test(
        "Numbers that have no meaning and sizes that cannot be are refused",
        arguments: [
            "42021002", "420b10ffffffffffffffffff01", "8a01021204", "a201030a01", "9a01030a0101", "9a0103120101",
        ])
    func refused(hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        #expect(throws: DecodingError.self) { try Request(protobuf: bytes) }
    }

    @Test("A verdict that is none is refused", arguments: ["9201020803", "a201020803", "72020806", "8201020806"])
    func refusedVerdict(hex: String) throws {
        let bytes = try #require(Hex.decode(hex))
        let error = #expect(throws: DecodingError.self) { try Response(protobuf: bytes) }
        #expect(error?.rule?.contains("has no value") == true)
    }

    @Test("A list is not longer than its bound")
    func bounds() {
        var writer = ProtobufWriter()
        writer.message(13) { writer in
            for _ in 0...ABCILimit.snapshotsMaximum { writer.message(1, Snapshot()) }
        }
        let error = #expect(throws: DecodingError.self) { try Response(protobuf: writer.bytes) }
        #expect(error?.reason == .tooMany(ABCILimit.snapshotsMaximum))
    }

    @Test("A message beyond the socket's bound is refused before it is read")
    func tooLarge() {
        let error = #expect(throws: DecodingError.self) {
            try Request(
                delimitedProtobuf: Varint.encode(UInt64(ABCILimit.messageBytesMaximum) + 1),
                maximum: ABCILimit.messageBytesMaximum)
        }
        #expect(error?.reason == .tooLarge(ABCILimit.messageBytesMaximum))
    }
}
