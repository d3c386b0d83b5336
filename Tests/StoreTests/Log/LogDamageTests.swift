import Chain
import Store
import StoreFixtures
import Testing

@Suite("A damaged log")
struct LogDamageTests {
    /// A log of four files, every record synced by itself; where each record starts, by number.
    private func log(seed: UInt64) throws -> (disk: SimulatedDisk, places: [(file: String, offset: Int, count: Int)]) {
        let disk = SimulatedDisk(seed: seed)
        var generator = SeededGenerator(seed)
        var places: [(file: String, offset: Int, count: Int)] = []
        let log = try ConsensusLog(disk, committed: 0, segmentBytes: 3072, salt: seed)
        var file = 1
        var offset = 1024
        while places.filter({ $0.file == "00000004.log" }).count < 3 {
            let body = generator.bytes(Int.random(in: 1...300, using: &generator))
            _ = try log.append(body, height: Height(Int64(places.count + 1)))
            try log.sync()
            let size = (32 + body.count + 7) / 8 * 8
            if offset + size > 3072 {
                file += 1
                offset = 1024
            }
            places.append(("0000000\(file).log", offset, 32 + body.count))
            offset += size
        }
        disk.restart(powerCut: true)
        return (disk, places)
    }

    /// Where opening the log finds damage; nil when it finds none.
    private func damage(_ disk: SimulatedDisk) -> LogPlace? {
        do {
            _ = try ConsensusLog(disk, committed: 0, segmentBytes: 3072)
            return nil
        } catch {
            guard case .damaged(let place, _, _) = error else { return nil }
            return place
        }
    }

    @Test("Any byte of a record that a later one calls durable is missed with file and place")
    func everyByte() throws {
        let (disk, places) = try log(seed: 1)
        for place in places.dropLast(2) {
            for index in place.offset..<place.offset + place.count {
                disk.files[place.file]?.contents[index] ^= 0x40
                defer { disk.files[place.file]?.contents[index] ^= 0x40 }
                let expected = LogPlace(file: "consensus.log/\(place.file)", offset: place.offset)
                #expect(damage(disk) == expected, "byte \(index) of \(place.file)")
            }
        }
    }

    @Test("The last synced record may be taken for a torn one: only the signer's state tells")
    func lastRecord() throws {
        let (disk, places) = try log(seed: 2)
        let last = try #require(places.last)
        disk.files[last.file]?.contents[last.offset + 40] ^= 1
        let log = try ConsensusLog(disk, committed: 0, segmentBytes: 3072)
        let recovery = log.takeRecovery()
        #expect(recovery.records.count == places.count - 1)
        #expect(recovery.cut == LogPlace(file: last.file, offset: last.offset))
        #expect(log.nextSequence.rawValue == UInt64(places.count))
    }

    @Test("Any byte of a file's header is missed", arguments: 1...4)
    func header(number: Int) throws {
        let (disk, _) = try log(seed: 3)
        for index in 0..<64 {
            disk.files["0000000\(number).log"]?.contents[index] ^= 0x01
            defer { disk.files["0000000\(number).log"]?.contents[index] ^= 0x01 }
            #expect(throws: LogError.self) { _ = try ConsensusLog(disk, committed: 0, segmentBytes: 3072) }
        }
    }

    @Test(
        "A file that is missing in the middle, or in front with records above the committed height, is missed by name",
        arguments: [("00000001.log", "00000002.log"), ("00000002.log", "00000003.log")])
    func missing(removed: String, named: String) throws {
        let (disk, places) = try log(seed: 4)
        disk.files[removed] = nil
        #expect(damage(disk)?.file == "consensus.log/\(named)")
        let firstInSecond = try #require(places.firstIndex { $0.file == "00000002.log" })
        if removed == "00000001.log" {
            let log = try ConsensusLog(disk, committed: Height(Int64(firstInSecond)), segmentBytes: 3072)
            #expect(log.takeRecovery().records.first?.sequence.rawValue == UInt64(firstInSecond + 1))
        }
    }

    @Test("A file of another log does not pass")
    func foreignFile() throws {
        let (disk, _) = try log(seed: 5)
        let (other, _) = try log(seed: 6)
        disk.files["00000003.log"]?.contents = try #require(other.files["00000003.log"]?.contents)
        #expect(throws: LogError.self) { _ = try ConsensusLog(disk, committed: 0, segmentBytes: 3072) }
    }

    @Test("The message names the file, the place and the command that helps")
    func message() {
        let error = LogError.damaged(
            LogPlace(file: "/home/data/consensus.log/00000007.log", offset: 4096),
            reason: "record 12 is not what was written", folder: "/home/data/consensus.log")
        #expect(
            error.description
                == "the log is damaged: /home/data/consensus.log/00000007.log at byte 4096: record 12 is not what was "
                + "written. Put back a good copy, or start without the log: mv /home/data/consensus.log "
                + "/home/data/consensus.log.damaged; then this validator signs nothing up to the height it signed last")
    }
}
