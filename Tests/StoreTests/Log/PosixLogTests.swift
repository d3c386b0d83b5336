import Chain
import Foundation
import Store
import Testing

@Suite("The log on a real disk")
struct PosixLogTests {
    @Test("Records come back from real files, room for all of a file is reserved at once")
    func files() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "consensus.log")
        do {
            let log = try ConsensusLog(PosixLogDirectory(path), committed: 0, segmentBytes: 65536)
            for index in 0..<100 { _ = try log.append([UInt8](repeating: UInt8(index), count: 2000), height: 1) }
            try log.sync()
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: path).sorted()
                == (1...4).map { "0000000\($0).log" })
        let sizes = try (1...4).map {
            try FileManager.default.attributesOfItem(atPath: "\(path)/0000000\($0).log")[.size] as? Int
        }
        #expect(sizes == [65536, 65536, 65536, 65536])
        let log = try ConsensusLog(PosixLogDirectory(path), committed: 0, segmentBytes: 65536)
        let recovery = log.takeRecovery()
        #expect(recovery.cut == nil)
        #expect(recovery.records.map(\.body) == (0..<100).map { [UInt8](repeating: UInt8($0), count: 2000) })
        try log.truncate(through: 1)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: path).sorted()
                == ["00000001.log", "00000004.log", "00000005.log"])
    }

    @Test("A torn tail is cut for good: what stood behind it is zeros")
    func cut() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "consensus.log")
        do {
            let log = try ConsensusLog(PosixLogDirectory(path), committed: 0, segmentBytes: 8192)
            for _ in 0..<3 { _ = try log.append([UInt8](repeating: 7, count: 68), height: 1) }
            try log.sync()
        }
        let file = URL(filePath: "\(path)/00000001.log")
        var bytes = try Data(contentsOf: file)
        bytes[1024 + 104 + 50] ^= 1
        try bytes.write(to: file)
        let log = try ConsensusLog(PosixLogDirectory(path), committed: 0, segmentBytes: 8192)
        let recovery = log.takeRecovery()
        #expect(recovery.records.count == 1)
        #expect(recovery.cut == LogPlace(file: "00000001.log", offset: 1024 + 104))
        let after = try Data(contentsOf: file)
        #expect(after.count == 8192)
        #expect(after[(1024 + 104)...].allSatisfy { $0 == 0 })
        #expect(try log.append([1], height: 1) == 2)
    }

    @Test("A log in a folder that cannot be written says which, and why")
    func noFolder() throws {
        #expect(throws: FileError(operation: "make folder", path: "/proc/none", code: ENOENT)) {
            _ = try PosixLogDirectory("/proc/none")
        }
        #expect(
            FileError(operation: "reserve room in", path: "a.log", code: ENOSPC).isDiskFull)
        #expect(
            LogError.failed(FileError(operation: "reserve room in", path: "a.log", code: ENOSPC)).description
                == "the log cannot grow, free some room on its disk and start again: "
                + "reserve room in a.log: No space left on device")
    }
}

@Suite("The data folder")
struct DataFolderTests {
    @Test("A second holder is refused with the first one's process number, and let in once the first is gone")
    func lock() throws {
        let folder = try TemporaryFolder()
        let path = folder.path(of: "data")
        var first: DataFolder? = try DataFolder(path)
        #expect(first?.path == path)
        let refusal = DataFolderError.inUse(path: path, process: Int(getpid()))
        #expect(throws: refusal) { _ = try DataFolder(path) }
        #expect(
            refusal.description
                == "\(path) is in use by process \(getpid()): stop it first, or choose another --home")
        first = nil
        _ = try DataFolder(path)
    }
}
