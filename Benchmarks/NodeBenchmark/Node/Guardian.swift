import Foundation

/// A second process that cleans up, however this one ends: it ends the nodes that still run and removes the folder.
///
/// It reads what this process tells it, and what it reads ends when this process does.
final class Guardian {
    /// The folder that is removed at the end.
    let folder: String
    private let process: pid_t
    private let line: Int32

    private static let flag = "--guard"

    /// - Parameter place: The folder in which a new one is made.
    init(below place: String) throws {
        folder = "\(place)/node-benchmark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        if socketpair(AF_UNIX, kind, 0, &ends) != 0 { throw BenchmarkError("no pair of sockets: \(errno)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        process = try ChildProcess.spawn(["/proc/self/exe", Guardian.flag, folder], &actions)
        close(ends[0])
        line = ends[1]
    }

    /// A process begins that must not outlive this one.
    func watch(_ process: pid_t) { tell("+\(process)\n") }

    /// The process has ended.
    func forget(_ process: pid_t) { tell("-\(process)\n") }

    private func tell(_ line: String) {
        let bytes = Array(line.utf8)
        _ = send(self.line, bytes, bytes.count, Int32(MSG_NOSIGNAL))  // a guardian that is gone cannot be told anything
    }

    /// Has everything cleaned up now.
    func dismiss() {
        close(line)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    // MARK: The second process

    /// The folder to watch over, if this process is the guardian.
    static func folder(in arguments: [String]) -> String? {
        arguments.count == 3 && arguments[1] == flag ? arguments[2] : nil
    }

    static func watch(over folder: String) -> Never {
        // Ctrl-C reaches it too, and its work begins then.
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_IGN) }
        var running: Set<pid_t> = []
        while let line = readLine() {
            guard let process = pid_t(line.dropFirst()) else { continue }
            if line.first == "+" { running.insert(process) } else { running.remove(process) }
        }
        for process in running { kill(process, SIGKILL) }
        while running.contains(where: { kill($0, 0) == 0 }) { usleep(1000) }
        try? FileManager.default.removeItem(atPath: folder)  // what cannot be removed stays
        exit(0)
    }
}
