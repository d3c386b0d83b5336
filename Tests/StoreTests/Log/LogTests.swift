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
        let log = try ConsensusLog(disk, committed: 0, segmentBytes: 2048, salt: 0x0102_0304_0506_0708)
        _ = try log.append(Array("first".utf8), height: 7)
        try log.sync()
        _ = try log.append([], height: 8)
        try log.sync()
        let bytes = try #require(disk.files["00000001.log"]?.contents)
        func number<Integer: FixedWidthInteger>(_ offset: Int, _ type: Integer.Type) -> Integer {
            bytes.withUnsafeBytes { Integer(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type)) }
        }
        #expect(bytes[..<8].elementsEqual("DAONLOG1".utf8))
        #expect(number(8, UInt64.self) == 1)  // life
        #expect(number(16, UInt64.self) == 1)  // first record
        #expect(number(24, Int64.self) == 0)  // height before
        #expect(number(32, UInt64.self) == 0x0102_0304_0506_0708)
        #expect(number(60, UInt32.self) == CRC32C.of(Array(bytes[..<60])))
        #expect(bytes[64..<1024].allSatisfy { $0 == 0 })
        let seed = CRC32C.of(Array(bytes[32..<40]) + Array(bytes[8..<16]))
        #expect(number(1024, UInt32.self) == CRC32C.of(Array(bytes[1028..<1024 + 37]), seed: seed))
        #expect(number(1028, UInt32.self) == 5)  // length
        #expect(number(1032, UInt64.self) == 1)  // number
        #expect(number(1040, UInt64.self) == 0)  // durable up to
        #expect(number(1048, Int64.self) == 7)  // height
        #expect(bytes[1056..<1061].elementsEqual("first".utf8))
        #expect(number(1064 + 4, UInt32.self) == 0)
        #expect(number(1064 + 8, UInt64.self) == 2)
        #expect(number(1064 + 16, UInt64.self) == 1)
        #expect(number(1064 + 24, Int64.self) == 8)
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
        var log = try ConsensusLog(disk, committed: 0, segmentBytes: 2048)
        for height in 1...200 {
            // All records are of one size, so old ones stand exactly where new ones are looked for.
            _ = try log.append([UInt8](repeating: UInt8(height), count: 96), height: Height(Int64(height)))
            try log.sync()
            try log.truncate(through: Height(Int64(height - 1)))
            #expect(disk.files.count <= 4)
            disk.restart(powerCut: true)
            let again = try ConsensusLog(disk, committed: Height(Int64(height - 1)), segmentBytes: 2048)
            let recovery = again.takeRecovery()
            #expect(recovery.cut == nil)
            #expect(bodies(recovery) == [[UInt8](repeating: UInt8(height), count: 96)])
            log = again
        }
    }

    @Test(
        "Records whose file's header was lost when the power went are never found, also when their numbers come again")
    func lostHeader() throws {
        let disk = SimulatedDisk(seed: 1)
        var log = try ConsensusLog(disk, committed: 0, segmentBytes: 2048)
        func append(_ byte: UInt8) throws {
            _ = try log.append([UInt8](repeating: byte, count: 400), height: 1)
        }
        for byte in 1...2 { try append(UInt8(byte)) }
        try log.sync()
        for byte in 3...4 { try append(UInt8(byte)) }
        try log.sync()
        // Of the second file, the records came to the disk before the power went, and the header did not.
        let second = try #require(disk.files["00000002.log"])
        #expect(second.contents[0] == UInt8(ascii: "D"))
        second.contents.replaceSubrange(0..<64, with: repeatElement(0, count: 64))
        log = try ConsensusLog(disk, committed: 0, segmentBytes: 2048)
        #expect(bodies(log.takeRecovery()).map { $0[0] } == [1, 2])
        try append(5)
        try log.sync()
        log = try ConsensusLog(disk, committed: 0, segmentBytes: 2048)
        #expect(bodies(log.takeRecovery()).map { $0[0] } == [1, 2, 5])
    }

    @Test("Going on in another file, and letting go of one, costs no further sync")
    func syncs() throws {
        let disk = SimulatedDisk(seed: 1)
        let log = try ConsensusLog(disk, committed: 0, segmentBytes: 2048)
        for height in 1...100 {
            _ = try log.append([UInt8](repeating: 1, count: 200), height: Height(Int64(height)))
            let before = disk.syncs
            try log.sync()
            try log.truncate(through: Height(Int64(height)))
            #expect(disk.syncs == before + 1)
        }
        #expect(disk.files.count == 2)
    }

    @Test("A log that nothing leaves grows by files, and uses the same two again afterwards")
    func growth() throws {
        let disk = SimulatedDisk(seed: 1)
        let log = try ConsensusLog(disk, committed: 0, segmentBytes: 2048)
        for _ in 0..<30 {
            _ = try log.append([UInt8](repeating: 1, count: 400), height: 5)
            try log.sync()
        }
        #expect(disk.files.count == 15)
        try log.truncate(through: 5)
        #expect(disk.files.count == 3)
        for height in 6..<30 {
            _ = try log.append([UInt8](repeating: 1, count: 400), height: Height(Int64(height)))
            try log.sync()
            try log.truncate(through: Height(Int64(height)))
        }
        #expect(disk.files.count == 3)
        disk.restart(powerCut: true)
        let again = try ConsensusLog(disk, committed: 28, segmentBytes: 2048)
        #expect(again.takeRecovery().records.map(\.height) == [29])
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
        let log = try ConsensusLog(disk, committed: 0, segmentBytes: 2048, salt: 1)
        _ = try log.append([1], height: 1)
        try log.sync()
        // A record with a high claim, as someone makes it who does not know this log's salt.
        let other = SimulatedDisk(seed: 2)
        let forger = try ConsensusLog(other, committed: 0, segmentBytes: 2048, salt: 2)
        for _ in 0..<3 {
            _ = try forger.append([1], height: 1)
            try forger.sync()
        }
        let forged = Array(try #require(other.files["00000001.log"]).contents[1024..<1024 + 120])
        _ = try log.append(forged, height: 1)
        try log.sync()
        let file = try #require(disk.files["00000001.log"])
        file.contents[1064] ^= 1  // tears the record that holds the forgery
        let again = try ConsensusLog(disk, committed: 0, segmentBytes: 2048)
        let recovery = again.takeRecovery()
        #expect(bodies(recovery) == [[1]])
        #expect(recovery.cut?.offset == 1064)
    }
}
