import Chain
import Files
import Foundation
import JSON
import Signer
import TestFolders
import Testing

@Suite("The file of the last signature")
struct SignStateFileTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("priv_validator_state.json")
    }

    private func read(_ text: String) throws -> SignState {
        try folder.write(text, to: "priv_validator_state.json")
        return try SignStateFile.read(path)
    }

    private func error(_ text: String) throws -> String {
        try #require(throws: FileError.self) { try read(text) }.description
            .replacingOccurrences(of: folder.path, with: "")
    }

    @Test("CometBFT's files are read, and written back to the byte but for the spaces behind")
    func cometBFT() throws {
        for text in [Samples.stateFile, Samples.newStateFile] {
            let state = try read(text)
            #expect(String(decoding: state.json.indented(), as: UTF8.self) == text)
            try SignStateFile.replace(path, with: state)
            let written = try folder.text("priv_validator_state.json")
            #expect(written == text + String(repeating: " ", count: 1024 - text.utf8.count))
            #expect(try SignStateFile.read(path) == state)
            #expect(try folder.mode("priv_validator_state.json") == 0o600)
        }
        #expect(try read(Samples.newStateFile) == .start)
    }

    @Test("A shorter state leaves nothing of a longer one")
    func overwrite() throws {
        let long = try read(Samples.stateFile)
        let file = try SignStateFile(following: long, at: path)
        #expect(try SignStateFile.read(path) == long)
        let short = SignState(upTo: SignPosition(height: 53, round: 0, step: .propose))
        try file.write(short)
        #expect(try SignStateFile.read(path) == short)
        try file.write(long)
        try file.synchronize()
        #expect(try SignStateFile.read(path) == long)
        #expect(try folder.names() == ["priv_validator_state.json"])
        #expect(try folder.text("priv_validator_state.json").utf8.count == 1024)
    }

    @Test("A longer file than ours is brought to our size")
    func longer() throws {
        _ = try read(Samples.stateFile + String(repeating: "\n", count: 2000))
        _ = try SignStateFile(following: try SignStateFile.read(path), at: path)
        #expect(try folder.text("priv_validator_state.json").utf8.count == 1024)
    }

    @Test("A chain's name that would not fit is an error and not a cut file")
    func tooLong() throws {
        let state = try read(Samples.stateFile)
        let long = SignState(
            position: state.position, signBytes: [UInt8](repeating: 1, count: 500), signature: state.signature)
        #expect(throws: FileError.self) { try SignStateFile.replace(path, with: long) }
        #expect(try SignStateFile.read(path) == state)
    }

    @Test(
        "A broken file is refused with the field",
        arguments: [
            (#"{"height":52}"#, "height: "), (#"{"height":"-1"}"#, "height: negative: -1"),
            (#"{"height":"x"}"#, "height: "), (#"{"round":-1}"#, "round: negative: -1"),
            (#"{"round":"0"}"#, "round: "), (#"{"step":4}"#, "step: 4 is none of the steps 0 to 3"),
            (#"{"step":200}"#, "step: "), (#"{"signature":"AA=="}"#, "signbytes: missing, though"),
            (#"{"signbytes":"AA"}"#, "signature: missing, though"), (#"{"signbytes":"A"}"#, "signbytes: "),
            (#"{"signature":"A"}"#, "signature: "), ("", ""), (String(repeating: "\0", count: 1024), ""),
        ])
    func broken(text: String, expected: String) throws {
        let error = try error(text)
        #expect(error.hasPrefix("/priv_validator_state.json: " + expected), "\(error)")
        #expect(error.hasSuffix("or give the validator a new key"))
    }

    @Test("A cut file is refused, or the state it says, and never traps")
    func truncated() throws {
        _ = try read(Samples.stateFile)
        try SignStateFile.replace(path, with: try SignStateFile.read(path))
        let whole = try folder.text("priv_validator_state.json")
        for count in stride(from: 0, to: Samples.stateFile.utf8.count, by: 3) {
            #expect(throws: FileError.self) { try read(String(whole.prefix(count))) }
        }
        for count in stride(from: Samples.stateFile.utf8.count, through: 1024, by: 50) {
            #expect(try read(String(whole.prefix(count))).position.height == 52)
        }
    }

    @Test("A missing file says what a new one may be")
    func absent() throws {
        let error = try #require(throws: FileError.self) { try SignStateFile.read(path) }
        #expect(
            error.description == path + ": cannot open: No such file or directory; restore it; "
                + #"only if this key has never signed may it be {"height":"0","round":0,"step":0}"#)
    }

    @Test("Unknown members are passed over, as by CometBFT")
    func unknown() throws {
        #expect(try read(#"{"height":"3","round":1,"step":2,"note":"x"}"#).position.description == "3/1/2")
    }
}
