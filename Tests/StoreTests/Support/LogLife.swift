import Chain
import Store
import StoreFixtures

/// A log in a seeded life of appends, syncs, truncations, kills and power cuts, held against what it promises.
struct LogLife {
    enum Failure: Error, Hashable {
        /// A durable record did not come back.
        case lost(LogSequence)
        /// A record came back that was not appended in this place.
        case foreign(LogSequence)
        case notInOrder
        /// The log calls itself damaged, and nothing was.
        case refused(LogError)
        case failed(String)
    }

    let disk: SimulatedDisk
    private var generator: SeededGenerator
    /// What was appended, by number; of the lost ones, what was appended last.
    private(set) var appended: [UInt64: (height: Height, body: [UInt8])] = [:]
    private(set) var durable: LogSequence = 0
    private(set) var committed: Height = 0
    private var height: Height = 1
    private let segmentBytes: Int

    init(seed: UInt64, ignoring ignored: LogSync? = nil) {
        generator = SeededGenerator(seed)
        disk = SimulatedDisk(seed: generator.next())
        disk.ignored = ignored
        segmentBytes = [1536, 2048, 4096, 8192].randomElement(using: &generator) ?? 4096
    }

    /// Lives through this many processes.
    mutating func run(processes: Int) throws(Failure) {
        for _ in 0..<processes {
            do {
                if generator.chance(3, of: 4) { disk.operationsLeft = Int.random(in: 0...60, using: &generator) }
                let log = try open()
                try use(log)
            } catch let failure as Failure {
                throw failure
            } catch let error as LogError {
                guard case .failed(let error) = error, error.path == "killed" else { throw .refused(error) }
            } catch {
                throw .failed("\(error)")
            }
            disk.restart(powerCut: generator.chance(2, of: 3))
        }
        do {
            let log = try open()
            try log.sync()
        } catch let failure as Failure {
            throw failure
        } catch let error as LogError {
            throw .refused(error)
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Opens the log and holds what it recovers against what was appended.
    private mutating func open() throws -> ConsensusLog<SimulatedDisk> {
        let log = try ConsensusLog(
            disk, committed: committed, segmentBytes: segmentBytes, salt: generator.next())
        let records = log.takeRecovery().records
        let last = log.nextSequence.previous
        if last < durable { throw Failure.lost(last.next) }
        if log.durableSequence != last { throw Failure.notInOrder }
        var found: Set<UInt64> = []
        for record in records {
            guard let original = appended[record.sequence.rawValue], original.body == record.body,
                original.height == record.height
            else { throw Failure.foreign(record.sequence) }
            found.insert(record.sequence.rawValue)
        }
        if zip(records, records.dropFirst()).contains(where: { $0.sequence >= $1.sequence }) {
            throw Failure.notInOrder
        }
        for (sequence, original) in appended where original.height > committed && sequence <= last.rawValue {
            if !found.contains(sequence) { throw Failure.lost(LogSequence(sequence)) }
        }
        appended = appended.filter { $0.key <= last.rawValue && $0.value.height > committed }
        durable = last
        return log
    }

    private mutating func use(_ log: ConsensusLog<SimulatedDisk>) throws {
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...5:
                let largest = min(log.bodyBytesMaximum, generator.chance(1, of: 4) ? 3000 : 200)
                let body = generator.bytes(Int.random(in: 0...largest, using: &generator))
                let sequence = try log.append(body, height: height)
                appended[sequence.rawValue] = (height, body)
            case 6...8:
                try log.sync()
                durable = log.durableSequence
            default:
                try log.sync()
                durable = log.durableSequence
                committed = height
                height = height.next
                try log.truncate(through: committed)
            }
        }
    }
}
