import Chain
import Files
import Foundation
import Signer
import TestFolders
import Testing

@Suite("What is known of a key that came back from a copy")
struct KeyRestorationTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("priv_validator_state.json")
    }

    @Test("It is written beside the sign state, read again, and removed")
    func life() throws {
        #expect(try KeyRestoration.read(besides: path) == nil)
        for restoration in [KeyRestoration.listening, .abstaining(through: 57), .waived, .listening] {
            try restoration.write(besides: path)
            #expect(try KeyRestoration.read(besides: path) == restoration)
        }
        #expect(try folder.text("priv_validator_state.json.restored") == #"{"abstains_through":"0"}"# + "\n")
        try KeyRestoration.remove(besides: path)
        #expect(try KeyRestoration.read(besides: path) == nil)
        try KeyRestoration.remove(besides: path)
    }

    @Test("A damaged one is never taken for none", arguments: ["", "[]", #"{"abstains_through":7}"#, "\u{0}"])
    func damage(_ text: String) throws {
        try folder.write(text, to: "priv_validator_state.json.restored")
        let error = try #require(throws: FileError.self) { try KeyRestoration.read(besides: path) }
        #expect(error.description.contains("are listened to again"), "\(error)")
    }
}
