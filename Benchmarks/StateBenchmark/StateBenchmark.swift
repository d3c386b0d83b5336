import ABCI
import Chain
import Cryptography
import Dispatch
import Glibc
import MerkleMap
import Store
import StoreFixtures

/// What the registry's state costs: `state-benchmark <empty folder> <records>`. Each record is an entry of about 300 bytes
/// under a hash, one in the index of owners, and one in the list of all.
///
/// First the records are registered, a thousand a block; then blocks of a thousand updates are measured, and queries with
/// proofs against what is durable, with nothing of the tree in memory.
@main
struct StateBenchmark {
    private static let recordsPerBlock = 1000
    private static let owners = 10_000
    private static let signaturesAtOnce = 50

    private let store: ChainStore
    private var chain: TestChain
    private var map: MerkleMap
    private var generator = SeededGenerator(7)
    private var records: [[UInt8]] = []
    private let signed: [(message: [UInt8], signature: Signature)]
    private let key: PublicKey

    static func main() throws {
        guard CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[2]), count >= recordsPerBlock
        else {
            print("usage: state-benchmark <empty folder> <records, at least 1000>")
            exit(64)
        }
        var benchmark = try StateBenchmark(CommandLine.arguments[1])
        try benchmark.run(count)
    }

    private init(_ path: String) throws {
        store = try ChainStore(in: DataFolder(path))
        chain = try TestChain(validators: 4)
        map = try MerkleMap(reader: StoredState(store))
        try store.initialize(state: chain.state, changes: try map.commit(version: 0))
        guard let secret = Secp256k1PrivateKey([UInt8](repeating: 5, count: 32)) else { exit(70) }
        key = .secp256k1(secret.publicKey)
        var generator = SeededGenerator(1)
        signed = (0..<StateBenchmark.recordsPerBlock).map { _ in
            let message = generator.bytes(300)
            return (message, secret.sign(message))
        }
    }

    private mutating func run(_ count: Int) throws {
        _ = try block(transactions: false) { try $0.register() }
        try measure()
        var samples: [BlockSample] = []
        while records.count < count { samples.append(try block(transactions: false) { try $0.register() }) }
        show("registering, last blocks", samples.suffix(100))
        let size = try fileBytes()
        print("on disk: \(size) B, \(size / records.count) B a record; memory \(try anonymousMemory()) kB")
        try measure()
        print("on disk after the updates: \(try fileBytes()) B with 80 blocks of transactions of 300 B")
        print("memory \(try anonymousMemory()) kB")
        for age: Int64 in [0, 50, 99] { try queries(age: age) }
    }

    /// Blocks with all that belongs to them, of updates and of registrations.
    private mutating func measure() throws {
        print("\(records.count) records:")
        var samples: [BlockSample] = []
        for _ in 0..<120 { samples.append(try block(transactions: samples.count >= 90) { try $0.update() }) }
        show("updates, with transactions and signatures", samples.suffix(30))
        samples = []
        for _ in 0..<10 { samples.append(try block(transactions: true) { try $0.register() }) }
        show("registrations, with transactions and signatures", samples[...])
    }

    // MARK: Blocks

    /// Registers a thousand records.
    private mutating func register() throws {
        for _ in 0..<StateBenchmark.recordsPerBlock {
            let hash = generator.bytes(32)
            let owner = UInt64(Int.random(in: 0..<StateBenchmark.owners, using: &generator))
            let ownerBytes = SHA256.hash(bigEndian(owner)).bytes.prefix(20)
            let number = bigEndian(UInt64(records.count))
            if try map.load([1] + hash) != nil { continue }
            try map.set([1] + hash, generator.bytes(300))
            try map.set([2] + ownerBytes + number, [])
            try map.set([3] + number, hash)
            records.append(hash)
        }
    }

    /// Changes a thousand records.
    private mutating func update() throws {
        for _ in 0..<StateBenchmark.recordsPerBlock {
            let hash = records[Int.random(in: 0..<records.count, using: &generator)]
            guard var record = try map.load([1] + hash) else { fatal("a record is missing") }
            for index in 0..<16 { record[index] = UInt8(truncatingIfNeeded: generator.next()) }
            try map.set([1] + hash, record)
        }
    }

    /// Makes and commits a block.
    ///
    /// - Parameter transactions: Whether its transactions are stored with it, and their signatures verified.
    private mutating func block(
        transactions: Bool, _ execute: (inout StateBenchmark) throws -> Void
    ) throws -> BlockSample {
        let record = try chain.grow(transactions ? signed.map(\.message) : [])
        var sample = BlockSample()
        if transactions {
            // On all processors, as a node does it.
            let (key, signed) = (key, signed)
            sample.measure(\.verified) {
                DispatchQueue.concurrentPerform(iterations: signed.count / StateBenchmark.signaturesAtOnce) { part in
                    for (message, signature) in signed[(part * StateBenchmark.signaturesAtOnce)...]
                        .prefix(StateBenchmark.signaturesAtOnce)
                    where !key.verify(signature, of: message) { fatal("a signature does not hold") }
                }
            }
        }
        try sample.measure(\.executed) { try execute(&self) }
        var changes: [StagedChange] = []
        try sample.measure(\.hashed) { changes = try map.commit(version: record.block.height) }
        sample.changes = changes.count
        try sample.measure(\.stored) {
            try store.commit(
                BlockRecord(
                    block: record.block, parts: record.parts, seenCommit: record.seenCommit,
                    response: record.response, state: record.state, changes: changes))
        }
        return sample
    }

    private func show(_ name: String, _ samples: ArraySlice<BlockSample>) {
        func median(_ part: (BlockSample) -> Int) -> Int { samples.map(part).sorted()[samples.count / 2] }
        print(
            "\(name): \(median(\.all)) µs a block of 1000: signatures \(median(\.verified)), execution "
                + "\(median(\.executed)), hashing \(median(\.hashed)), storing \(median(\.stored)); "
                + "processor \(median(\.processor)); "
                + "\(median(\.changes)) entries")
    }

    // MARK: Queries

    private mutating func queries(age: Int64) throws {
        guard let version = map.version else { return }
        let height = Height(version.rawValue - age)
        var times: [Int] = []
        for _ in 0..<500 {
            // Of the first half, which was there at that height.
            let key = [1] + records[Int.random(in: 0..<records.count / 2, using: &generator)]
            let start = BlockSample.now()
            guard let past = try MerkleMap(reader: StoredState(store)).at(height), let value = try past.value(of: key)
            else { fatal("a record is missing") }
            let proof = try past.proof(of: key)
            times.append(BlockSample.now() - start)
            try proof.verify(root: past.rootHash, key: key, value: value)
        }
        times.sort()
        print(
            "query with proof, \(age) heights below the last: median \(times[250]) µs, 99 % \(times[495]) µs, "
                + "longest \(times[499]) µs")
    }

    // MARK: What it takes

    private func fileBytes() throws -> Int {
        var status = stat()
        if stat(store.path + "/data.mdb", &status) != 0 { fatal("no file") }
        return Int(status.st_size)
    }

    /// Memory of this process that is no file's.
    private func anonymousMemory() throws -> Substring {
        guard let file = fopen("/proc/self/status", "r") else { return "?" }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = fread(&buffer, 1, buffer.count, file)
        let line = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix("RssAnon:")
        }
        return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first ?? "?"
    }

    private func bigEndian(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
}

private func fatal(_ text: String) -> Never {
    print(text)
    exit(70)
}
