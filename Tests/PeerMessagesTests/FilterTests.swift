import Chain
import PeerMessages
import Testing
import Wire

/// `Txs` around transactions of these sizes, `Message` around that.
private func mempoolMessage(_ sizes: [Int]) -> [UInt8] {
    var writer = ProtobufWriter()
    writer.message(1) { list in
        for size in sizes { list.element(1, Array(repeating: 7, count: size)) }
    }
    return writer.bytes
}

@Suite("Filters before decoding")
struct FilterTests {
    private let filter = MempoolMessageFilter(transactionBytesMaximum: 1024, batchBytesMaximum: 4096)

    @Test("Transactions within the limits pass", arguments: [[11], [6, 6, 8], [1024], [1024, 1024, 1024, 1024]])
    func mempoolPasses(_ sizes: [Int]) {
        #expect(throws: Never.self) { try filter.check(mempoolMessage(sizes)) }
    }

    @Test(
        "A mempool message that costs more than it brings is refused",
        arguments: [
            ([], "mempool message contains no transactions"),
            ([0], "mempool batch contains an empty transaction"),
            ([1, 0], "mempool batch contains an empty transaction"),
            ([1025], "transaction size 1025 exceeds max_tx_bytes 1024"),
            ([1024, 1024, 1024, 1024, 1], "mempool batch exceeds 4096 byte budget"),
        ])
    func mempoolRefuses(_ sizes: [Int], _ text: String) {
        #expect(throws: DecodingError.invalid(text)) { try filter.check(mempoolMessage(sizes)) }
    }

    @Test("The budget of a batch is the larger limit, and zero is none")
    func mempoolBudget() {
        let larger = MempoolMessageFilter(transactionBytesMaximum: 4096, batchBytesMaximum: 1024)
        #expect(throws: Never.self) { try larger.check(mempoolMessage([1025])) }
        #expect(throws: DecodingError.self) { try larger.check(mempoolMessage([4096, 1])) }
        let unlimited = MempoolMessageFilter(transactionBytesMaximum: 0, batchBytesMaximum: 0)
        #expect(throws: Never.self) { try unlimited.check(mempoolMessage([1 << 20])) }
        #expect(throws: DecodingError.self) { try unlimited.check(mempoolMessage([0])) }
    }

    @Test(
        "Bytes that are no message are refused",
        arguments: [[0x0a, 0xff], [0x0a, 0x7f], [0x00], [0x0b, 0x0c], [0x0c], [0x0e], [0x12, 0]] as [[UInt8]])
    func mempoolMalformed(_ bytes: [UInt8]) {
        #expect(throws: DecodingError.self) { try filter.check(bytes) }
    }

    @Test("A field number in a longer spelling is the same field")
    func mempoolDisguised() {
        let list: [UInt8] = [0x0a, 1, 0x41, 0x8a, 0x80, 0x80, 0x80, 0x80, 0x01, 0]
        #expect(throws: DecodingError.invalid("mempool batch contains an empty transaction")) {
            try filter.check([0x0a, UInt8(list.count)] + list)
        }
    }

    @Test("No bytes at all are the decoder's to refuse")
    func noBytes() {
        #expect(throws: Never.self) { try filter.check([]) }
        #expect(throws: Never.self) { try BlockResponseFilter.check([], .neverAsked) }
    }

    /// A BlockResponse with so many signatures in its block's last commit and in its extended commit.
    private func blockResponse(_ commit: Int, _ extended: Int) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.message(3) { response in
            response.message(1) { block in
                block.message(4) { lastCommit in
                    for _ in 0..<commit { lastCommit.element(4, []) }
                }
            }
            response.message(2) { extendedCommit in
                for _ in 0..<extended { extendedCommit.element(4, []) }
            }
        }
        return writer.bytes
    }

    @Test("A block with more signatures than votes can be is refused")
    func signatures() {
        for expectation in [BlockResponseFilter.Expectation.owed, .ended] {
            #expect(throws: Never.self) { try BlockResponseFilter.check(blockResponse(10_000, 10_000), expectation) }
            #expect(throws: DecodingError.invalid("too many commit signatures: 10001 (max 10000)")) {
                try BlockResponseFilter.check(blockResponse(10_001, 0), expectation)
            }
            #expect(throws: DecodingError.invalid("too many extended commit signatures: 10001 (max 10000)")) {
                try BlockResponseFilter.check(blockResponse(0, 10_001), expectation)
            }
            // Two occurrences are one message, merged.
            #expect(throws: DecodingError.self) {
                try BlockResponseFilter.check(blockResponse(5_001, 0) + blockResponse(5_000, 0), expectation)
            }
        }
    }

    @Test("A block that nobody asked for is refused, another message is not")
    func unsolicited() {
        for expectation in [BlockResponseFilter.Expectation.neverAsked, .notOwed] {
            #expect(throws: DecodingError.self) { try BlockResponseFilter.check(blockResponse(1, 0), expectation) }
            #expect(throws: Never.self) { try BlockResponseFilter.check([0x22, 0], expectation) }
        }
        #expect(throws: DecodingError.self) { try BlockResponseFilter.check([0x1a, 5], .owed) }
        #expect(throws: DecodingError.self) { try BlockResponseFilter.check([0x18, 5], .owed) }
    }

    @Test("A peer owes as many blocks as it was asked for and has not answered for, however late")
    func owedBlocks() throws {
        var owed = OwedBlocks()
        func answers(_ messages: BlockSyncMessage...) {
            for message in messages { owed.noteReceived(.blockSync(message)) }
        }
        #expect(owed.expectation == .neverAsked)
        owed.noteSent(.blockSync(.statusRequest))
        #expect(owed.expectation == .neverAsked)
        for height in 1...2 as ClosedRange<Int64> { owed.noteSent(.blockSync(.blockRequest(Height(height)))) }
        answers(.noBlockResponse(1), .statusRequest, .statusResponse(StatusResponse(height: 1, base: 1)))
        #expect(owed.expectation == .owed)
        answers(.noBlockResponse(2))
        #expect(owed.expectation == .notOwed)
        answers(.noBlockResponse(3))
        owed.noteSent(.blockSync(.blockRequest(4)))
        #expect(owed.expectation == .owed)
    }

    @Test("The largest message of a channel is CometBFT's")
    func channels() {
        let channels = ChannelDescription.standard(transactionBytesMaximum: 1_048_576)
        #expect(channels.map(\.id.rawValue) == [0x40, 0x20, 0x21, 0x22, 0x23, 0x30, 0x38, 0x60, 0x61, 0x00])
        let mempool = channels.first { $0.id == .mempool }
        // The batch message of one transaction of the largest size: twice a tag and a length of three bytes around it.
        #expect(mempool?.messageBytesMaximum == 1_048_576 + 8)
        #expect(mempool?.messageBytesMaximum == mempoolMessage([1_048_576]).count)
    }
}
