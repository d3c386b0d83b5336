import Chain
import Execution
import Glibc
import Store
import StoreFixtures

/// A process for the tests to kill: `store-child <command> <data folder>`.
@main
struct StoreChild {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { exit(64) }
        switch arguments[1] {
        case "write": try write(arguments[2])
        case "hold": try hold(arguments[2])
        case "map": try map(arguments[2])
        default: exit(64)
        }
    }

    /// Commits heights as fast as it can and tells each when it is durable.
    private static func write(_ path: String) throws {
        let folder = try DataFolder(path)
        let store = try ChainStore(in: folder)
        let committed = try store.read { try $0.height }
        var life = try WritingLife(through: committed)
        if try store.read({ try $0.state }) == nil {
            try store.initialize(state: life.chain.state, changes: life.chain.genesisChanges)
        }
        let log = try ConsensusLog(
            PosixLogDirectory(path + "/consensus.log"), committed: committed, segmentBytes: 1 << 16)
        try check(log.takeRecovery().records, committed)
        tell("start \(committed)")
        while true {
            let height = life.chain.state.nextHeight
            for body in WritingLife.logBodies(at: height) {
                _ = try log.append(body, height: height)
                try log.sync()
            }
            tell("logged \(height)")
            try store.commit(life.advance())
            tell("committed \(height)")
            try log.truncate(through: height)
        }
    }

    /// Of the height after the committed one there is some of the log, from its beginning; more than once when the
    /// process was killed more than once there.
    private static func check(_ records: [LoggedRecord], _ committed: Height) throws {
        let bodies = WritingLife.logBodies(at: committed.next)
        var next = 0
        for record in records {
            if record.body == bodies[0] { next = 0 }
            guard next < bodies.count, record.height == committed.next, record.body == bodies[next] else {
                tell("wrong record \(record.sequence)")
                exit(3)
            }
            next += 1
        }
    }

    /// Holds the lock until its input ends.
    private static func hold(_ path: String) throws {
        let folder = try DataFolder(path)
        tell("held \(folder.path)")
        while readLine() != nil {}
    }

    /// Opens the store with little address space.
    private static func map(_ path: String) throws {
        var limit = rlimit(rlim_cur: 3 << 30, rlim_max: 3 << 30)
        guard setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { exit(4) }
        let store = try ChainStore(in: DataFolder(path))
        try store.initialize(state: WritingLife().chain.state, changes: [])
        tell("mapped \(store.mapBytes)")
    }

    private static func tell(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        if Glibc.write(STDOUT_FILENO, bytes, bytes.count) != bytes.count { exit(5) }
    }
}
