import Chain
import Cryptography
import Testing
import Wire

@Suite("Data that was lost together")
struct SharedLossTests {
    private let addresses = (1...7).map { Address(truncating: SHA256.hash([UInt8($0)])) }

    private func set(_ count: Int) throws -> ValidatorSet {
        try ValidatorSet(
            (0..<count).map {
                let key = try #require(Ed25519PrivateKey(seed: Array(repeating: UInt8($0 + 1), count: 32)))
                return Validator(publicKey: .ed25519(key.publicKey), votingPower: 10)
            })
    }

    @Test("is read back as it was written, cut anywhere it is refused or another, and never more than it may be")
    func coding() throws {
        let samples = [
            SharedLoss(forgetful: addresses.prefix(2), restart: SharedLoss.Restart(height: 7, round: 12)),
            SharedLoss(forgetful: addresses, restart: nil), SharedLoss(forgetful: [], restart: nil),
        ]
        for sample in samples {
            let bytes = sample.protobuf
            #expect(try SharedLoss(protobuf: bytes) == sample)
            for count in 0..<bytes.count {
                if let other = try? SharedLoss(protobuf: Array(bytes.prefix(count))) { #expect(other != sample) }
            }
        }
        for (height, round): (Int64, Int64) in [(0, 1), (-1, 1), (1, 0), (1, -1), (1, 1001), (1, 1 << 32)] {
            var writer = ProtobufWriter()
            writer.int64(2, height)
            writer.int64(3, round)
            #expect(throws: DecodingError.self) { try SharedLoss(protobuf: writer.bytes) }
        }
        var writer = ProtobufWriter()
        writer.bytes(1, [1, 2, 3])
        #expect(throws: DecodingError.self) { try SharedLoss(protobuf: writer.bytes) }
        var chance = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &chance)).map { _ in
                UInt8.random(in: 0...255, using: &chance)
            }
            if let loss = try? SharedLoss(protobuf: bytes) { #expect(try SharedLoss(protobuf: loss.protobuf) == loss) }
        }
    }

    @Test(
        "is too much when those who forgot are a quorum, and is borne when the others are one",
        arguments: [
            (4, FaultModel.byzantine, 2, 1), (3, .byzantine, 2, 0), (7, .byzantine, 4, 2), (3, .crash, 1, 1),
            (6, .crash, 3, 2),
        ])
    func bounds(count: Int, model: FaultModel, most: Int, borne: Int) throws {
        let set = try set(count)
        for lost in 0...count {
            let loss = SharedLoss(forgetful: set.validators.prefix(lost).map(\.address), restart: nil)
            #expect(loss.isTooMuch(of: set, model) == (lost > most))
            #expect(loss.isBorne(by: set, model) == (lost <= borne))
        }
    }

    @Test("is about the height that was being decided, and the one after it")
    func heights() {
        let restart = SharedLoss.Restart(height: 5, round: 10)
        #expect((1...8).filter { restart.isAbout(Height($0)) } == [5, 6])
        #expect((1...8).filter { restart.isOver(after: Height($0)) } == [6, 7, 8])
        #expect(SharedLoss(forgetful: addresses + addresses, restart: nil).forgetful == addresses.sorted())
    }
}
