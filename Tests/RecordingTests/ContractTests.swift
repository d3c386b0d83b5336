import ABCI
import Chain
import Consensus
import Cryptography
import Evidence
import Execution
import Mempool
import Testing

@testable import Engine
@testable import Recording

/// When a type of the engine's contract gains a field, a recording must get it too. Cases are noticed by the compiler: every
/// enumeration is written by a switch over all of them.
@Suite("The engine's contract and its recording")
struct ContractTests {
    private func count(_ value: Any) -> Int { Mirror(reflecting: value).children.count }

    @Test(
        "The structs that are recorded have the fields that are written: a new one needs a place in Sources/Recording")
    func fields() throws {
        let settings = EngineSettings()
        #expect(count(settings) == 9)
        #expect(count(settings.consensus) == 5)
        #expect(count(settings.consensus.timeouts) == 7)
        #expect(count(settings.mempool) == 9)
        #expect(count(Timeout(height: 1, round: 0, step: .commit)) == 3)
        #expect(count(SignedStep(height: 1, round: 0, step: 1)) == 3)
        #expect(count(Instant(wall: .unixEpoch, monotonic: Nanoseconds(0))) == 2)
        #expect(count(StagedChange(key: [], value: nil)) == 2)
        #expect(count(BlockRejection(.time, "")) == 2)
        #expect(count(ApplicationError("")) == 1)
        #expect(count(EvidenceChanges()) == 4)
        let samples = try Samples()
        #expect(count(try #require(samples.verifiedVote)) == 4)
        #expect(count(try #require(samples.verifiedProposal)) == 3)
        #expect(count(samples.vote) == 10)
        #expect(count(samples.proposal) == 6)
        #expect(count(samples.evidence.key) == 2)
        #expect(count(Equivocation(validator: Address(truncating: samples.hash), height: 1)) == 2)
    }

    @Test("So have those that come from an engine's work")
    func workedFields() throws {
        let harvest = try Harvest.shared.get()
        var seen: Set<String> = []
        for effect in harvest.effects.values.joined() {
            #expect(count(effect) == 2)
            switch effect.action {
            case .commit(let block):
                seen.insert("commit")
                #expect(count(block) == 6)
                #expect(count(block.state) == 14)
                #expect(count(block.state.version) == 2)
                #expect(count(block.state.consensusParameters) == 6)
                #expect(count(block.state.validators) == 3)
                #expect(count(block.response) == 5)
                #expect(count(block.seenCommit) == 4)
            case .append(let record, _):
                seen.insert("append")
                #expect(count(record) == 3)
            case .verifyEvidence(let examination):
                seen.insert("evidence")
                #expect(count(examination) == 6)
                for record in examination.recent.all { #expect(count(record) == 3) }
            case .call(.checkTx(let request, _)):
                seen.insert("check")
                #expect(count(request) == 3)
            case .call(.prepareProposal(let request, _)): #expect(count(request) == 8)
            case .call(.processProposal(let request, _)): #expect(count(request) == 8)
            case .call(.finalizeBlock(let request)): #expect(count(request) == 8)
            case .call(.extendVote(let request, _)): #expect(count(request) == 8)
            case .call(.verifyVoteExtension(let request, _, _)): #expect(count(request) == 4)
            case .call(.initChain(let request)): #expect(count(request) == 7)
            default: continue
            }
        }
        #expect(seen == ["commit", "append", "evidence", "check"])
        for event in harvest.events.values.joined() {
            switch event {
            case .start(let point):
                #expect(count(point) == 14)
                if let genesis = point.genesis {
                    #expect(count(genesis) == 7)
                    for validator in genesis.validators { #expect(count(validator) == 4) }
                }
            case .evidenceVerified(let finding): #expect(count(finding) == 5)
            case .blockLoaded(let block?, _): #expect(count(block) == 3)
            case .answered(.checkTx(.success(let response), _, _)): #expect(count(response) == 8)
            case .answered(.initChain(.success(let response), _)): #expect(count(response) == 3)
            case .answered(.prepareProposal(.success(let response), _, _)): #expect(count(response) == 1)
            case .answered(.commit(.success(let response), _)): #expect(count(response) == 1)
            case .answered(.finalizeBlock(.success(let response), _, _)):
                for result in response.txResults { #expect(count(result) == 8) }
            default: continue
            }
        }
    }

    /// When this fails and what is written was meant to change, raise the version in `Frame.magic` and put the new digest here.
    @Test("What is written is what this version has always written")
    func version() throws {
        var writer = ValueWriter()
        let samples = try Samples()
        writer.header(RecordingHeader(software: "tests", settings: EngineSettings()))
        for event in samples.events {
            writer.recorded(
                RecordedEvent(
                    event, at: Instant(wall: .unixEpoch, monotonic: Nanoseconds(1)),
                    effects: samples.effects.map { EffectTrace($0) }))
        }
        #expect(Frame.magic.last == 5)
        #expect("\(SHA256.hash(writer.bytes))" == "9308E9D80726A1BB9A0AA7810E250115D5262499F632378E27AEAE1A60A6E6E5")
    }

    @Test("Settings come back as they were, each of them")
    func settings() throws {
        var settings = EngineSettings()
        settings.blockTimeTolerance = Nanoseconds(-1)
        settings.gossipTick = Nanoseconds(.max)
        settings.privatePeers = [try NodeID(String(repeating: "b2", count: 20))]
        settings.consensus.publicKey = .ed25519(try Samples().key.publicKey)
        settings.consensus.skipsTimeoutCommit = true
        settings.consensus.createsEmptyBlocks = false
        settings.consensus.emptyBlocksInterval = Nanoseconds(3)
        settings.consensus.timeouts.propose = Nanoseconds(11)
        settings.consensus.timeouts.proposeDelta = Nanoseconds(12)
        settings.consensus.timeouts.prevote = Nanoseconds(13)
        settings.consensus.timeouts.prevoteDelta = Nanoseconds(14)
        settings.consensus.timeouts.precommit = Nanoseconds(15)
        settings.consensus.timeouts.precommitDelta = Nanoseconds(16)
        settings.consensus.timeouts.commit = Nanoseconds(17)
        settings.mempool.countMaximum = 21
        settings.mempool.bytesMaximum = 22
        settings.mempool.transactionBytesMaximum = 23
        settings.mempool.cacheSize = 24
        settings.mempool.rechecks = false
        settings.mempool.checksInFlightMaximum = 25
        settings.mempool.remembersInvalid = true
        settings.mempool.lifetimeBlocks = 26
        settings.mempool.lifetime = Nanoseconds(27)
        let reader = try RecordingReader(
            RecordingEncoder.beginning(RecordingHeader(software: "tests", settings: settings)))
        let read = reader.header.settings
        #expect(reader.header.software == "tests")
        #expect(read.consensus == settings.consensus)
        #expect(read.mempool == settings.mempool)
        #expect(read.privatePeers == settings.privatePeers)
        #expect(read.blockTimeTolerance == settings.blockTimeTolerance && read.gossipTick == settings.gossipTick)
    }
}
