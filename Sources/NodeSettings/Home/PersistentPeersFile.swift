package import Files

/// `config/persistent_peers`: nodes to be connected with always, `id@host:port`, one a line, beside those of the settings.
/// An operator may change it while the node runs. What stands behind a `#` is for people.
package struct PersistentPeersFile: Hashable, Sendable {
    /// Some thousand peers, more than a node could be connected with.
    private static let bytesMaximum = 1 << 20
    private static let heading = """
        # Nodes to be connected with always: id@host:port, one a line. After a change: kill -HUP the node.

        """

    package let path: String

    /// The peers in the file, none when there is no file.
    package func read() throws(FileError) -> [String] {
        var peers: [String] = []
        for (number, line) in try lines().enumerated() {
            guard let peer = PersistentPeersFile.peer(of: line) else { continue }
            if let problem = ListRule.peers.problem(with: peer) {
                throw FileError(path, "line \(number + 1): \(problem.problem)", remedy: problem.remedy)
            }
            peers.append(peer)
        }
        return peers
    }

    /// Puts peers into the file that are not in it. One that is there under its id gets the new address.
    ///
    /// - Returns: Those that are new or have another address.
    package func merge(_ peers: [String]) throws(FileError) -> [String] {
        let isNew = try Folder.entry(at: path) == .absent
        var lines = isNew ? [] : try lines()
        var changed: [String] = []
        for peer in peers {
            if let problem = ListRule.peers.problem(with: peer) {
                throw FileError(path, problem.problem, remedy: problem.remedy)
            }
            let place = lines.firstIndex { line in
                PersistentPeersFile.peer(of: line).map(PersistentPeersFile.id(of:)) == PersistentPeersFile.id(of: peer)
            }
            if let place {
                if PersistentPeersFile.peer(of: lines[place]) == peer { continue }
                lines[place] = peer
            } else {
                lines.append(peer)
            }
            changed.append(peer)
        }
        if !changed.isEmpty {
            try DurableFile.replace(path, with: PersistentPeersFile.text(lines, isNew: isNew), mode: 0o644)
        }
        return changed
    }

    /// The peers in a text with commas between them, as settings have it.
    package static func peers(of text: String) -> [String] { CommaList.items(of: text) }

    /// The file's content for these peers.
    static func content(_ peers: [String]) -> [UInt8] { text(peers, isNew: true) }

    private static func text(_ lines: [String], isNew: Bool) -> [UInt8] {
        Array((isNew ? heading : "").utf8) + Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
    }

    private func lines() throws(FileError) -> [String] {
        if try Folder.entry(at: path) == .absent { return [] }
        let content = try OpenFile(path, for: .reading).content(atMost: PersistentPeersFile.bytesMaximum)
        var lines: [String] = []
        // By bytes, as Swift takes the two at the end of a line of Windows for one character.
        for line in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard let text = String(validating: line, as: UTF8.self) else {
                throw FileError(path, "is not a text", remedy: "write id@host:port, one a line")
            }
            lines.append(text)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// What a line says, if anything.
    private static func peer(of line: String) -> String? {
        let said = line.prefix { $0 != "#" }.filter { $0 != " " && $0 != "\t" && $0 != "\r" }
        return said.isEmpty ? nil : String(said)
    }

    private static func id(of peer: String) -> Substring { peer.prefix { $0 != "@" } }
}

extension HomeDirectory {
    /// The file of persistent peers.
    package var persistentPeersFile: PersistentPeersFile {
        PersistentPeersFile(path: Path.inside(path, "config/persistent_peers"))
    }

    /// The persistent peers of the settings and of the file, each id once; the file's address counts.
    package func persistentPeers(_ configuration: NodeConfiguration) throws(FileError) -> [String] {
        var peers = try persistentPeersFile.read()
        let names = Set(peers.map { $0.prefix { $0 != "@" } })
        peers += configuration.peers.persistentPeers.filter { !names.contains($0.prefix { $0 != "@" }) }
        return peers
    }
}
