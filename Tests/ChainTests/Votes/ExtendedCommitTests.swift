import Chain
import Cryptography
import Testing
import Wire

@Suite("Extended commits")
struct ExtendedCommitTests {
    private static func place(
        _ flag: BlockIDFlag, extension: [UInt8] = [], signature: Signature = .empty
    ) -> ExtendedCommitSig {
        ExtendedCommitSig(
            commitSig: flag == .absent
                ? .absent
                : CommitSig(
                    flag: flag, validatorAddress: Sample.address, timestamp: Sample.time, signature: Sample.signature),
            extension: `extension`, extensionSignature: signature)
    }

    @Test("An extended commit goes both ways and holds the votes with their extensions")
    func decoder() throws {
        let commit = ExtendedCommit(
            height: 3, round: 1, blockID: Sample.blockID(1),
            signatures: [
                Self.place(.commit, extension: [1, 2], signature: Sample.signature), .absent, Self.place(.nil),
            ])
        try commit.validate()
        try checkDecoder(of: commit)
        #expect(ExtendedCommit(wrapping: commit.commit).commit == commit.commit)
        let vote = try #require(commit.vote(at: 0))
        #expect(vote.extension == [1, 2] && vote.extensionSignature == Sample.signature)
        #expect(commit.vote(at: 1) == nil && commit.vote(at: 3) == nil)
        #expect(commit.vote(at: 2)?.isNil == true)
        #expect(vote.signBytes(chainID: "c") == commit.commit.voteSignBytes(chainID: "c", at: 0))
    }

    @Test(
        "An extension that breaks a rule is refused in CometBFT's words",
        arguments: [
            (
                place(.commit, extension: [UInt8](repeating: 0, count: ChainLimits.voteExtensionBytesMaximum + 1)),
                "vote extension is too big (max: 1048576)"
            ),
            (
                place(.commit, signature: Signature([UInt8](repeating: 1, count: 65))),
                "vote extension signature is too big (max: 64)"
            ),
            (place(.nil, extension: [1]), "vote extension signature absent on vote with extension"),
        ])
    func rules(place: ExtendedCommitSig, text: String) throws {
        #expect(try rule(reading: ExtendedCommitSig.self, place.protobuf) == text)
    }

    private static let whose =
        "; validator addr 0909090909090909090909090909090909090909, timestamp 2023-11-14 22:13:20.123456789 +0000 UTC"

    @Test(
        "Extensions stand where the chain wants them, and nowhere else",
        arguments: [
            (place(.commit, signature: Sample.signature), true, nil),
            (place(.nil), true, nil),
            (.absent, true, nil),
            (place(.commit), false, nil),
            (place(.commit), true, "vote extension signature is missing\(whose)"),
            (place(.nil, extension: [1]), true, "non-commit vote extension present\(whose)"),
            (place(.nil, signature: Sample.signature), true, "non-commit vote extension signature present\(whose)"),
            (place(.commit, extension: [1]), false, "vote extension present but extensions disabled\(whose)"),
            (
                place(.commit, signature: Sample.signature), false,
                "vote extension signature present but extensions disabled\(whose)"
            ),
        ] as [(ExtendedCommitSig, Bool, String?)])
    func presence(place: ExtendedCommitSig, isEnabled: Bool, text: String?) {
        let commit = ExtendedCommit(height: 1, round: 0, blockID: Sample.blockID(1), signatures: [place])
        var got: String?
        do { try commit.validateExtensionPresence(isEnabled: isEnabled) } catch { got = error.message }
        #expect(got == text)
    }
}
