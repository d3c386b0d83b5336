import Chain
import Store
import StoreFixtures
import Testing

@Suite("The log")
struct LogTests {
    private func bodies(_ recovery: LogRecovery) -> [[UInt8]] { recovery.records.map(\.body) }

    @Test("Records come back in order, those of committed heights are left out")
    func recovery() throws {
        let disk = SimulatedDisk(seed: 1)
        let log = try ConsensusLog(disk, committed: 0)
        #expect(log.durableSequence == 0)
        for index in 1...10 {
            let sequence = try log.append([UInt8(index)], height: Height(Int64(index / 5)))
            #expect(sequence.rawValue == UInt64(index))
        }
        #expect(log.durableSequence == 0)
        try log.sync()
        #expect(log.durableSequence == 10)
        disk.restart(powerCut: true)
        let again = try ConsensusLog(disk, committed: 0)
        let recovery = again.takeRecovery()
        #expect(bodies(recovery) == (5...10).map { [UInt8($0)] })
        #expect(recovery.records.map(\.height) == [1, 1, 1, 1, 1, 2])
        #expect(again.takeRecovery().records.isEmpty)
        #expect(again.nextSequence == 11)
    }

    @Test("The bytes on disk are what the format says")
    func format() throws {
        let disk = SimulatedDisk(seed: 1)
        let log = try ConsensusLog(disk, committed: 0, segmentBytes: 256, salt: 0x0102_0304_0506_0708)
        _ = try log.append(Array("first".utf8), height: 7)
        try log.sync()
        _ = try log.append([], height: 8)
        try log.sync()
        let bytes = try #require(disk.files["00000001.log"]?.contents)
        func number<Integer: FixedWidthInteger>(_ offset: Int, _ type: Integer.Type) -> Integer {
            bytes.withUnsafeBytes { Integer(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
        }
        #expect(bytes[..<8].elementsEqual("DAONLOG1".utf8))
        #expect(number(8, UInt64.self) == 1)  // file
        #expect(number(16, UInt64.self) == 1)  // first record
        #expect(number(24, Int64.self) == 0)  // height before
        #expect(number(32, UInt64.self) == 0x0102_0304_0506_0708)
        #expect(number(60, UInt32.self) == CRC32C.of(Array(bytes[..<60])))
        let seed = CRC32C.of(Array(bytes[32..<40]) + Array(bytes[8..<16]))
        #expect(number(64, UInt32.self) == CRC32C.of(Array(bytes[68..<64 + 37]), seed: seed))
        #expect(number(68, UInt32.self) == 5)  // length
        #expect(number(72, UInt64.self) == 1)  // number
        #expect(number(80, UInt64.self) == 0)  // durable up to
        #expect(number(88, Int64.self) == 7)  // height
        #expect(bytes[96..<101].elementsEqual("first".utf8))
        #expect(number(104 + 4, UInt32.self) == 0)
        #expect(number(104 + 8, UInt64.self) == 2)
        #expect(number(104 + 16, UInt64.self) == 1)
        #expect(number(104 + 24, Int64.self) == 8)
    }

    @Test("CRC-32C has its published check value, with the processor's instruction and without")
    func checksum() {
        let digits = Array("123456789".utf8)
        #expect(CRC32C.of(digits) == 0xE306_9283)
        var generator = SeededGenerator(1)
        for count in 0..<70 {
            let bytes = generator.bytes(count)
            let seed = UInt32(truncatingIfNeeded: generator.next())
            let split = Int.random(in: 0...count, using: &generator)
            let whole = CRC32C.of(bytes, seed: seed)
            #expect(CRC32C.of(Array(bytes[split...]), seed: CRC32C.of(Array(bytes[..<split]), seed: seed)) == whole)
            #expect(bytes.withUnsafeBytes { CRC32C.portably(of: $0, seed: seed) } == whole)
        }
    }

    @Test("A file whose heights are committed is used again, and its old records are never found")
    func recycling() throws {
        let disk = SimulatedDisk(seed: 1)
        var log = try ConsensusLog(disk, committed: 0, segmentBytes: 1024)
        for height in 1...200 {
            // All records are of one size, so old ones stand exactly where new ones are looked for.
            _ = try log.append([UInt8](repeating: UInt8(height), count: 96), height: Height(Int64(height)))
            try log.sync()
            try log.truncate(through: Height(Int64(height - 1)))
            #expect(disk.files.count <= 4)
            disk.restart(powerCut: true)
            let again = try ConsensusLog(disk, committed: Height(Int64(height - 1)), segmentBytes: 1024)
            let recovery = again.takeRecovery()
            #expect(recovery.cut == nil)
            #expect(bodies(recovery) == [[UInt8](repeating: UInt8(height), count: 96)])
            log = again
        }
    }

    @Test("A failed sync ends the log: every call throws the same error")
    func failure() throws {
        let disk = SimulatedDisk(seed: 1)
        let log = try ConsensusLog(disk, committed: 0)
        _ = try log.append([1], height: 1)
        disk.operationsLeft = 1
        var first: LogError?
        do { try log.sync() } catch { first = error }
        #expect(first == .failed(FileError(operation: "sync", path: "killed", code: 5)))
        disk.operationsLeft = nil
        for _ in 0..<2 {
            do {
                _ = try log.append([1], height: 1)
                Issue.record("appended")
            } catch { #expect(error == first) }
            do {
                try log.sync()
                Issue.record("synced")
            } catch { #expect(error == first) }
            do {
                try log.truncate(through: 1)
                Issue.record("truncated")
            } catch { #expect(error == first) }
        }
        #expect(log.durableSequence == 0)
    }

    @Test("A body above the limit is refused and takes no number")
    func limit() throws {
        let log = try ConsensusLog(SimulatedDisk(seed: 1), committed: 0)
        #expect(log.bodyBytesMaximum == 1_048_576 + 4096)
        do {
            _ = try log.append([UInt8](repeating: 0, count: log.bodyBytesMaximum + 1), height: 1)
            Issue.record("appended")
        } catch { #expect(error == .tooLarge(bytes: log.bodyBytesMaximum + 1, maximum: log.bodyBytesMaximum)) }
        let sequence = try log.append([UInt8](repeating: 0, count: log.bodyBytesMaximum), height: 1)
        #expect(sequence == 1)
        try log.sync()
    }

    @Test("A body that looks like a record is not taken for one")
    func forgery() throws {
        let disk = SimulatedDisk(seed: 1)
        let log = try ConsensusLog(disk, committed: 0, segmentBytes: 1024, salt: 1)
        _ = try log.append([1], height: 1)
        try log.sync()
        // A record with a high claim, as someone makes it who does not know this log's salt.
        let other = SimulatedDisk(seed: 2)
        let forger = try ConsensusLog(other, committed: 0, segmentBytes: 1024, salt: 2)
        for _ in 0..<3 {
            _ = try forger.append([1], height: 1)
            try forger.sync()
        }
        let forged = Array(try #require(other.files["00000001.log"]).contents[64..<64 + 120])
        _ = try log.append(forged, height: 1)
        try log.sync()
        let file = try #require(disk.files["00000001.log"])
        file.contents[104] ^= 1  // tears the record that holds the forgery
        let again = try ConsensusLog(disk, committed: 0, segmentBytes: 1024)
        let recovery = again.takeRecovery()
        #expect(bodies(recovery) == [[1]])
        #expect(recovery.cut?.offset == 104)
    }
}
