import ABCI
import Chain
import Conformance
import Execution
import Foundation
import JSON
import KVStore
import Store
import Testing
import Wire

@Suite("Chains captured from CometBFT")
struct CapturedChainTests {
    private func captured(_ name: String) throws -> CapturedChain {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../ConformanceTests/Vectors/\(name)/chain.json").standardizedFileURL
        return try CapturedChain(VectorMember(JSONValue(parsing: [UInt8](Data(contentsOf: file)))))
    }

    @Test(
        "The store gives back what CometBFT's stores gave, byte for byte, at every height",
        arguments: ["chain_1val", "chain_4val"])
    func chain(name: String) throws {
        let captured = try captured(name)
        let document = try GenesisDocument(json: captured.genesis)
        var chain = try ChainImport(genesis: document.completed(now: document.time), application: KVStore())
        let folder = try TemporaryFolder()
        let store = try folder.chainStore()
        try store.initialize(state: chain.state, changes: [])
        for stored in captured.blocks {
            var commit = DecidingCommit.plain(try Commit(protobuf: stored.seenCommit))
            if let bytes = stored.extendedCommit { commit = .extended(try ExtendedCommit(protobuf: bytes)) }
            let imported = try chain.add(DecidedBlock(bytes: stored.block, commit: commit))
            var seen = ExtendedCommit(wrapping: commit.commit)
            if case .extended(let extended) = commit { seen = extended }
            try store.commit(
                BlockRecord(
                    block: imported.block, parts: imported.block.partSet(), seenCommit: seen,
                    response: imported.answer, state: chain.state, changes: []))
        }
        for stored in captured.blocks {
            let height = stored.height
            try store.read { (snapshot: borrowing ChainSnapshot) throws in
                #expect(try snapshot.block(at: height)?.protobuf == stored.block)
                #expect(try snapshot.blockMeta(at: height)?.protobuf == stored.meta)
                #expect(try snapshot.seenCommit(at: height)?.protobuf == stored.seenCommit)
                #expect(try snapshot.extendedCommit(at: height)?.protobuf == stored.extendedCommit)
                #expect(try snapshot.commit(at: height)?.protobuf == stored.canonicalCommit)
                #expect(try snapshot.response(at: height)?.protobuf == stored.finalizeBlockResponse)
                #expect(try snapshot.parameters(at: height)?.protobuf == stored.parameters)
                let validators = try #require(try snapshot.validators(at: height))
                #expect(
                    validators.validators.map { ($0.address, $0.votingPower, $0.proposerPriority.rawValue) }
                        .elementsEqual(
                            stored.validatorEntries.map { ($0.address, $0.power, $0.priority) }, by: { $0 == $1 }))
                #expect(validators.protobuf == stored.validators)
                #expect(validators.proposer?.address == stored.proposer)
            }
        }
    }
}
