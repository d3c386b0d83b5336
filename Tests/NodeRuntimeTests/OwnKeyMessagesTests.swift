import Chain
import Cryptography
import Engine
import Files
import JSON
import Logging
import RPC
import Signer
import Synchronization
import TestFolders
import Testing
import Wire

@testable import NodeRuntime

@Suite("What is said of a validator's own key")
struct OwnKeyMessagesTests {
    /// Keeps what is logged.
    private final class Lines: Sendable {
        let all: Mutex<[(level: Logger.Level, text: String)]> = Mutex([])
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.all.withLock { $0.append((event.level, "\(event.message) \(fields.joined(separator: " "))")) }
        }
    }

    private let step = SignedStep(height: 57, round: 2, step: 2)

    private func line(_ notice: Notice) throws -> (level: Logger.Level, text: String) {
        let lines = Lines()
        let log = Logger(label: "test", factory: { _ in Handler(lines: lines) })
        Journal(log: log).write(.notice(notice))
        return try #require(lines.all.withLock { $0 }.first)
    }

    @Test("names height, round, kind and peer, and says what to do")
    func journal() throws {
        let peer = try NodeID(String(repeating: "ab", count: 20))
        let heard = try line(.ownKeyHeard(step, from: peer))
        #expect(heard.level == .error)
        for word in [
            "this data is older than the key's use, or another node has the key", "height=57", "round=2",
            "type=prevote",
            "from=peer \(peer)", "stop one of the two for good",
        ] { #expect(heard.text.contains(word), "\(word): \(heard.text)") }
        #expect(try line(.ownKeyHeard(step, from: nil)).text.contains("from=the last commit of a block"))

        let elsewhere = try line(.ownKeyUsedElsewhere(step, from: peer))
        #expect(elsewhere.level == .critical)
        for word in ["another node runs with it", "Stop the other node for good", "start this one again", "height=57"] {
            #expect(elsewhere.text.contains(word), "\(word): \(elsewhere.text)")
        }

        let window = try line(.ownKeyQuiet(through: 60, window: 3))
        #expect(window.level == .warning && window.text.contains("double_sign_check_height=3 height=60"))
        let behind = try line(.ownKeyQuiet(through: 60, window: 0))
        #expect(behind.level == .info && behind.text.contains("nothing is signed up to this height height=60"))
        #expect(try line(.ownKeyQuietEnded(height: 9)).text.contains("it signs from here on height=9"))
    }

    @Test("is in /status while nothing is signed, with the reason")
    func status() throws {
        let key = PublicKey.ed25519(try #require(Ed25519PrivateKey(seed: Array(repeating: 1, count: 32))).publicKey)
        let validators = try ValidatorSet([Validator(publicKey: key, votingPower: 1)])
        func json(_ silence: Silence?) -> String {
            let budget = FaultBudgetInformation(
                validators, .byzantine, ValidatorNames([key.address: "here"]), isStalled: false, silence: silence)
            return String(decoding: budget.json.serialized(), as: UTF8.self)
        }
        #expect(!json(nil).contains("silent_because"))
        let reasons: [(Silence, String)] = [
            (.usedElsewhere(step), "another node signs with this validator's key (prevote of height 57, round 2)"),
            (.listening(heard: step), "its data is old, or another node has the key"),
            (.listening(heard: nil), "came back from a copy"),
            (.abstaining(through: 8), "what was signed up to height 8 is not known"),
            (.quiet(through: 9), "up to height 9 it listens whether its key is used by another node"),
        ]
        for (silence, text) in reasons {
            #expect(json(silence).contains(#""silent_because":""#) && json(silence).contains(text))
        }
    }

    @Test("is remembered when it was heard, so that the next start listens as well")
    func remembered() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("priv_validator_state.json")
        let position = SignPosition(height: 50, round: 0, step: .precommit)
        let key = try RestoredKey(besides: path, position: position, height: 50)
        #expect(!key.mustListen)
        try key.note(.notice(.abstaining(through: 51)))
        #expect(try KeyRestoration.read(besides: path) == nil)
        try key.note(.notice(.ownKeyHeard(step, from: nil)))
        #expect(try RestoredKey(besides: path, position: position, height: 55).mustListen)
        try key.note(.notice(.abstaining(through: 60)))
        let next = try RestoredKey(besides: path, position: position, height: 57)
        #expect(!next.mustListen && next.lastSigned?.height == 60)
        #expect(try RestoredKey(besides: path, position: position, height: 60).lastSigned?.height == 50)
        #expect(try KeyRestoration.read(besides: path) == nil)
    }

    @Test("a copied data folder is told from the one that it was copied from")
    func origin() throws {
        let folder = try TemporaryFolder()
        let (original, copy) = (folder.path("data"), folder.path("copy"))
        try Folder.create(original)
        for _ in 0..<2 { #expect(try !HomeOrigin(original).isElsewhere) }
        try Folder.create(copy)
        let mark = try OpenFile("\(original)/.origin", for: .reading).content(atMost: 1_000)
        try DurableFile.create("\(copy)/.origin", with: mark, mode: 0o600)
        for _ in 0..<2 { #expect(try HomeOrigin(copy).isElsewhere) }
        try Folder.move(original, to: folder.path("moved"))
        #expect(try !HomeOrigin(folder.path("moved")).isElsewhere)
        // Once it has signed, it is what others are copies of.
        try HomeOrigin(copy).noteSigned()
        #expect(try !HomeOrigin(copy).isElsewhere)
    }
}
