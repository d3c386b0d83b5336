import Chain
import Cryptography
import Files
import Foundation
import Signer
import TestFolders
import Testing

@Suite("A signer with its file")
struct FileSignerTests {
    private let folder: TemporaryFolder
    private let path: String
    private let key: ValidatorKey

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("priv_validator_state.json")
        key = ValidatorKey(try Samples.key())
        try folder.write(Samples.newStateFile, to: "priv_validator_state.json")
    }

    private func open(logged: SignState? = nil) throws -> FileSigner {
        try FileSigner(key: key, statePath: path, logged: logged)
    }

    @Test("The file gets what was signed when it is mirrored there, and not before")
    func order() throws {
        let signer = try open()
        let proposal = try signer.sign(Samples.proposal(), chainID: Samples.chainID)
        #expect(try SignStateFile.read(path) == .start)
        try signer.mirror(signer.state)
        #expect(try SignStateFile.read(path).signature == proposal.signature)
        for type in [SignedMessageType.prevote, .precommit] {
            let vote = try signer.sign(Samples.vote(type), chainID: Samples.chainID)
            try signer.mirror(signer.state)
            let state = try SignStateFile.read(path)
            #expect(state.signature == vote.signature)
            #expect(state.signBytes == vote.signBytes(chainID: Samples.chainID))
            #expect(state == signer.state)
        }
        #expect(signer.lastSigned == SignPosition(height: 5, round: 1, step: .precommit))
        #expect(try folder.names() == ["priv_validator_state.json"])
        #expect(signer.warnings.isEmpty)
    }

    @Test("A signer that is opened again goes on where the last one stopped")
    func reopened() throws {
        let before = try open()
        let first = try before.sign(Samples.vote(), chainID: Samples.chainID)
        try before.mirror(before.state)
        let signer = try open()
        #expect(try signer.sign(Samples.vote(time: 7), chainID: Samples.chainID) == first)
        let error = try #require(throws: SigningError.self) {
            try signer.sign(Samples.vote(block: Samples.block(2)), chainID: Samples.chainID)
        }
        #expect(error.description == "error signing vote: conflicting data")
        #expect(throws: SigningError.proposal(.heightRegression(got: 4, last: 5))) {
            try signer.sign(Samples.proposal(height: 4), chainID: Samples.chainID)
        }
        try signer.synchronize()
    }

    @Test("What is refused changes neither state nor file")
    func refusal() throws {
        let signer = try open()
        _ = try signer.sign(Samples.vote(), chainID: Samples.chainID)
        try signer.synchronize()
        let before = try folder.text("priv_validator_state.json")
        _ = try? signer.sign(Samples.vote(height: 1), chainID: Samples.chainID)
        _ = try? signer.sign(Samples.vote(height: 9, extension: [1]), chainID: Samples.chainID)
        try signer.synchronize()
        #expect(try folder.text("priv_validator_state.json") == before)
        #expect(signer.lastSigned.height == 5)
    }

    @Test("The higher of file and log counts")
    func logged() throws {
        let earlier = SignState(upTo: SignPosition(height: 3, round: 0, step: .prevote))
        let signer = try open()
        _ = try signer.sign(Samples.vote(), chainID: Samples.chainID)
        try signer.synchronize()
        #expect(try open(logged: earlier).lastSigned.height == 5)
        let later = SignState(upTo: SignPosition(height: 8, round: 0, step: .prevote))
        #expect(try open(logged: later).lastSigned == later.position)
        #expect(try SignStateFile.read(path) == later)
    }

    @Test("A signer adopts what is higher and nothing else")
    func adopt() throws {
        let signer = try open()
        let later = SignState(upTo: SignPosition(height: 8, round: 0, step: .prevote))
        try signer.adopt(later)
        #expect(signer.state == later)
        #expect(try SignStateFile.read(path) == later)
        try signer.adopt(SignState(upTo: SignPosition(height: 7, round: 9, step: .precommit)))
        #expect(signer.state == later)
        #expect(throws: SigningError.vote(.noSignBytes)) {
            try signer.sign(Samples.vote(height: 8, round: 0), chainID: Samples.chainID)
        }
    }

    @Test("A damaged or missing file is an error, unless the log says what was signed")
    func damaged() throws {
        try folder.write(#"{"height":"5"#, to: "priv_validator_state.json")
        #expect(throws: FileError.self) { try open() }
        #expect(try folder.text("priv_validator_state.json") == #"{"height":"5"#)
        let later = SignState(upTo: SignPosition(height: 8, round: 0, step: .prevote))
        let signer = try open(logged: later)
        #expect(signer.state == later)
        #expect(signer.warnings.count == 1)
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: FileError.self) { try open() }
        #expect(try open(logged: later).state == later)
        #expect(try SignStateFile.read(path) == later)
    }

    @Test("Another key's signature in the file is never given out")
    func otherKey() throws {
        try folder.write(Samples.stateFile, to: "priv_validator_state.json")
        let signer = try FileSigner(key: .generate(), statePath: path)
        #expect(signer.lastSigned == SignPosition(height: 52, round: 0, step: .precommit))
        #expect(signer.state.signBytes.isEmpty)
        #expect(
            signer.warnings.map(\.description)
                == ["\(path): the signature is not this key's: 52/0/3 is not signed again"])
        #expect(try FileSigner(key: key, statePath: path).warnings.isEmpty)
    }

    @Test("A chain's name too long for the file stops the signer for good")
    func failure() throws {
        let signer = try open()
        let name = ChainID(stringLiteral: String(repeating: "x", count: 400))
        _ = try signer.sign(Samples.vote(), chainID: name)
        let error = try #require(throws: SigningError.self) { try signer.mirror(signer.state) }
        guard case .file = error else {
            Issue.record("\(error)")
            return
        }
        #expect(throws: error) { try signer.sign(Samples.vote(height: 6), chainID: Samples.chainID) }
        #expect(throws: error) { try signer.synchronize() }
        #expect(throws: error) { try signer.adopt(SignState(upTo: SignPosition(height: 8, round: 0, step: .prevote))) }
        #expect(signer.lastSigned.height == 5)
        #expect(try SignStateFile.read(path) == .start)
    }

    @Test("Of conflicting votes asked for by many at once, one is signed")
    func concurrent() async throws {
        let signer = try open()
        let signatures = await withTaskGroup(of: Signature?.self) { group in
            for number in 1...20 as ClosedRange<UInt8> {
                group.addTask {
                    try? signer.sign(Samples.vote(block: Samples.block(number)), chainID: Samples.chainID).signature
                }
            }
            var given: [Signature] = []
            for await signature in group { if let signature { given.append(signature) } }
            return given
        }
        #expect(signatures == [signer.state.signature])
    }
}
